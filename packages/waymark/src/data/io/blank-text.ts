/** What spreadsheets, databases and people write where there is no value. */
const blankWords = new Set([
  ...[
    "",
    "na",
    "n/a",
    "n.a.",
    "#n/a",
    "#na",
    "nan",
    "null",
    "\\n",
    "none",
    "nil",
    "undefined",
    "<na>",
    "<null>",
    "(null)",
  ],
  ...[
    "-",
    "--",
    "–",
    "—",
    "−",
    "?",
    "??",
    ".",
    "..",
    "...",
    "…",
    "*",
    "#value!",
    "#ref!",
    "#null!",
    "#div/0!",
    "#name?",
  ],
  ...[
    "missing",
    "not available",
    "not applicable",
    "no grade",
    "not graded",
    "ungraded",
    "k.a.",
    "s/n",
    "s/c",
    "n/d",
    "н/д",
  ],
]);

/** Is there no value in this cell? Case and spaces around do not count. */
export const isBlankText = (text: string): boolean => {
  if (text === "") return true;
  if (text.length > 16 + 8) return text.trim() === "";
  return blankWords.has(text.trim().toLowerCase());
};
