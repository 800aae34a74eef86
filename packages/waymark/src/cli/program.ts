import { Command, CommanderError } from "commander";
import { WaymarkError } from "../errors.ts";
import { programVersion } from "../version.ts";
import { commandList } from "./command-list.ts";
import type { Context } from "./context.ts";
import { errorText } from "./terminal/error-text.ts";
import { withOptionHint } from "./terminal/option-hints.ts";

/** Exit codes: 0 done, 1 failed, 2 the command line is wrong, 130 interrupted. */
export async function runProgram(args: readonly string[], context: Context): Promise<number> {
  context.json = args.includes("--json"); // also for errors of the command line itself
  context.quiet = args.includes("--quiet") || args.includes("-q");
  let takeOutPlugins = (): void => {};
  try {
    takeOutPlugins = await pluginsOf(args, context);
    const program = await buildProgram(args, context);
    await program.parseAsync([...args], { from: "user" });
    return context.exitCode;
  } catch (error) {
    return report(error, context);
  } finally {
    takeOutPlugins();
  }
}

/** Loads plugins, if there are any: only then are all registries read in. */
async function pluginsOf(args: readonly string[], context: Context): Promise<() => void> {
  if (!args.some((arg) => arg === "--plugin" || arg.startsWith("--plugin="))) return () => {};
  const { loadPlugins, pluginsIn } = await import("./data/load-plugins.ts");
  return loadPlugins(pluginsIn(args), context);
}

/** The program with the command that `args` name; of the others only what the list of commands shows. */
async function buildProgram(args: readonly string[], context: Context): Promise<Command> {
  const program = new Command("waymark")
    .description("Course recommendations: read your data, compare the models honestly, recommend with reasons.")
    .version(programVersion, "-V, --version", "print the version")
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .addHelpText(
      "after",
      `
First steps:
  waymark demo --out campus            write a demo campus to try things on
  waymark describe campus              what is in the data, and what is wrong with it
  waymark compare campus               train and compare the models, write a report
  waymark recommend campus --learner L000001 --why

Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted.`,
    );
  const words = args.filter((arg) => !arg.startsWith("-"));
  const chosen = words[0] === "help" ? words[1] : words[0];
  for (const { name, usage, description, load } of commandList) {
    const command =
      name === chosen ? withCommonOptions((await load())(context), context) : new Command(name).usage(usage);
    program.addCommand(command.description(description));
  }
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => {
        if (!context.json) context.err(text.trimEnd());
        else if (text.startsWith("error: ")) context.fail("usage", text.slice(7).trim());
      },
      outputError: (text, write) => write(withOptionHint(text, command)),
    });
  for (const command of program.commands) command.showSuggestionAfterError(false); // it offers names that are not near
  program.showSuggestionAfterError(true);
  return program;
}

function withCommonOptions(command: Command, context: Context): Command {
  return command
    .option("--json", "print one JSON object on standard output (progress goes to standard error as JSON lines)")
    .option("-q, --quiet", "no progress and no notes")
    .option("--plugin <module>", "load own models, metrics, splits or sources from a module; may be repeated")
    .showHelpAfterError(`(waymark ${command.name()} --help shows the options)`)
    .hook("preAction", (_, action) => {
      const { json = false, quiet = false } = action.opts<{ json?: boolean; quiet?: boolean }>();
      context.json = json;
      context.quiet = quiet;
    });
}

function report(error: unknown, context: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has printed its own message
  if (context.signal.aborted || (error instanceof Error && error.name === "AbortError")) {
    context.fail("interrupted", "nothing half-written was left behind.");
    return 130;
  }
  if (error instanceof WaymarkError) {
    context.fail(error.code, errorText(error), error.remedy);
    return error.code === "invalid_input" || error.code === "unknown_name" ? 2 : 1;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.fail("bug", `this is a bug of Waymark, please report it: ${trace}`);
  return 1;
}
