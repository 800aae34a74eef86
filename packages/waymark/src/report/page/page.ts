import { createHash } from "node:crypto";
import { type Content, html, Markup } from "./html.ts";
import { pageStyle } from "./page-style.ts";

/**
 * The document around a report. Its policy forbids every request and admits one style sheet and one script, by hash, so
 * that even a text that slipped through unescaped could neither run nor load anything.
 */
export function page(title: string, body: Content, data: unknown): string {
  const policy = `default-src 'none'; style-src '${hashOf(pageStyle)}'; script-src '${hashOf(sortScript)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Waymark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<div class="page">
${body}
</div>
<script type="application/json" id="evaluation">${json(data)}</script>
<script>${new Markup(sortScript)}</script>
</body>
</html>
`.text;
}

/** JSON that cannot end the element it stands in. */
function json(data: unknown): Markup {
  const text = JSON.stringify(data) ?? "null";
  return new Markup(text.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`));
}

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/**
 * Lets readers sort the tables: each column heading becomes a button. Without it the page is whole, only not sortable.
 * Plain script for browsers; the page's security policy admits exactly this text.
 */
const sortScript = `"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.querySelectorAll("thead th")];
  const body = table.tBodies ? table.tBodies[0] : table.querySelector("tbody");
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const now = heading.getAttribute("aria-sort");
      const first = ["higher", "neither"].includes(heading.dataset.better) ? "descending" : "ascending";
      const second = first === "ascending" ? "descending" : "ascending";
      const order = now === first ? second : first;
      const sign = order === "ascending" ? 1 : -1;
      const entries = [...body.rows ?? body.querySelectorAll("tr")].map((row) => {
        const cell = row.children[column];
        const value = cell.getAttribute("data-value");
        return { row, value: value === null ? cell.textContent : value === "" ? undefined : Number(value) };
      });
      entries.sort((a, b) => {
        if (a.value === undefined || b.value === undefined) return (a.value === undefined) - (b.value === undefined);
        return sign * (typeof a.value === "string" ? a.value.localeCompare(b.value) : a.value - b.value);
      });
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", order);
      body.append(...entries.map(({ row }) => row));
    });
  });
}
`;
