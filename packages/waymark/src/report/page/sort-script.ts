/**
 * Lets readers sort the tables: each column heading becomes a button. Without it the page is whole, only not sortable.
 * Plain script for browsers; the page's security policy admits exactly this text.
 */
export const sortScript = `"use strict";
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
