/**
 * Width of a text in pixels, an estimate on the safe side: the page is drawn with whatever sans-serif face the reader's
 * system has, so widths are those of a wide one (DejaVu, Verdana), by kind of letter.
 */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += widthOf(character);
  return ems * fontSize;
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function textThatFits(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, fontSize) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

function widthOf(character: string): number {
  if (/[ijltfrI.,:;'|()[\]\s]/.test(character)) return 0.38;
  if (/[mwMW@%…—]/.test(character)) return 0.98;
  if (/[\u0300-\u036f]/.test(character)) return 0;
  if (/[A-Z]/.test(character)) return 0.74;
  if (/[ -\u04ff–]/.test(character)) return 0.63;
  return 1.05; // CJK, emoji and whatever else may be as wide as it is high
}
