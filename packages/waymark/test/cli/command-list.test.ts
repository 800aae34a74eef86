import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commandList } from "../../src/cli/command-list.ts";
import { createContext } from "../../src/cli/context.ts";
import { run } from "./run.ts";

test.each(commandList)("$name is listed as it is", async ({ name, usage, description, load }) => {
  const command = (await load())(createContext(new AbortController().signal));
  expect(command.name()).toBe(name);
  expect(`${command.usage()}`.replace(/^(?!\[options\])/, "[options] ").trim()).toBe(usage); // --json and --quiet come with every command
  const { stdout } = await run(name, "--help");
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(description.slice(0, 60));
  expect(stdout).toContain("--json");
});

test("every file of commands/ that makes a command is in the list", () => {
  const files = readdirSync(fileURLToPath(new URL("../../src/cli/commands", import.meta.url)));
  const listed = commandList.map(({ name }) => `${name}.ts`);
  expect(files.filter((file) => !listed.includes(file))).toEqual(["recommend-all.ts"]); // a part of `recommend`
});

test("the help of one command is the same by --help and by help", async () => {
  expect((await run("help", "tune")).stdout).toBe((await run("tune", "--help")).stdout);
});
