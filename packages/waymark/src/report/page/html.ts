/** Text that is already HTML. Everything else is escaped when it is put into a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | undefined | false | readonly Content[];

/** A piece of HTML: what is written out in the template stands as it is, every value put in is escaped. */
export function html(pieces: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(pieces.reduce((text, piece, i) => text + render(values[i - 1]) + piece, "").replace(/^\n/, ""));
}

/** Content one after another with something between: `joined(["a", "b", "c"], ", ", " and ")` → a, b and c. */
export function joined(parts: readonly Content[], between: string, beforeLast = between): Content {
  return parts.map((part, i) => [i === 0 ? "" : i === parts.length - 1 ? beforeLast : between, part]);
}

/**
 * Text from outside on one line, fit for a page or a plot: no control characters, no half surrogate pairs, no marks that
 * turn the direction of what follows (U+202E and its kind), runs of white space as one space.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd")
    .trim();
}

function render(content: Content): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(render).join("");
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
