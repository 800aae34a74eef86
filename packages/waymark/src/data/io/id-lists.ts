import { basename } from "node:path";
import { SourceError } from "../../errors.ts";
import { readText } from "./data-file.ts";
import { IdDictionary } from "./id-dictionary.ts";
import type { InteractionTable } from "./interaction-table.ts";
import type { ReadTableOptions } from "./read-interactions.ts";
import { notText, Rejections, rejectNothing } from "./rejected-rows.ts";
import { RowColumns } from "./row-columns.ts";

/**
 * Lines of the form "user item item item …", separated by spaces or tabs. Times, where asked for, are the place in the
 * line: 1, 2, 3 …
 */
export async function readIdLists(
  path: string,
  { signal, strict, ordered = false }: ReadTableOptions & { readonly ordered?: boolean },
): Promise<InteractionTable> {
  const lines = (await readText(path, { signal })).split(/\r?\n/);
  const userIds = new IdDictionary();
  const itemIds = new IdDictionary();
  const rows = new RowColumns(lines.length * 16, false, ordered);
  const rejections = new Rejections();
  lines.forEach((text, at) => {
    if (text.includes("\uFFFD")) {
      rejections.reject({ file: basename(path), line: at + 1, reason: notText, text }); // as readText shows such bytes
      return;
    }
    const [user, ...items] = text.split(/[ \t]+/).filter((id) => id !== "");
    if (user === undefined) return;
    if (items.length === 0)
      rejections.reject({ file: basename(path), line: at + 1, reason: "no courses stand behind the learner", text });
    const userCode = userIds.codeOfText(user);
    items.forEach((item, place) => {
      rows.add(userCode, itemIds.codeOfText(item), 1, place + 1);
    });
  });
  const interactions = rows.finish();
  const rejected = rejections.toRows();
  if (strict) rejectNothing(path, rejected);
  if (interactions.users.length === 0) throw new SourceError(path, "holds no lists.", "Name a file with data in it.");
  const users = userIds.finish("learner", interactions.users);
  const items = itemIds.finish("course", interactions.items);
  return {
    users: users.vocabulary,
    items: items.vocabulary,
    interactions: {
      ...interactions,
      users: interactions.users.map((code) => users.indexes[code]!),
      items: interactions.items.map((code) => items.indexes[code]!),
    },
    rejected,
    notes: [],
  };
}
