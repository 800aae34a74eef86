import type { Command } from "commander";
import type { Context } from "./context.ts";

/** A command as `waymark --help` shows it. Its module, and with it the models, is loaded only when it runs or shows its own help. */
export interface CommandEntry {
  readonly name: string;
  /** What follows the name in the help. */
  readonly usage: string;
  readonly description: string;
  load(): Promise<(context: Context) => Command>;
}

/** Every command, in the order of the help. A new command is one entry here and one file in `commands/`. */
export const commandList: readonly CommandEntry[] = [
  {
    name: "demo",
    usage: "[options]",
    description:
      "Write demo data, all generated: a campus (courses, learners, enrolments, grades, ratings, reviews) or logs of answered questions",
    load: async () => (await import("./commands/demo.ts")).demoCommand,
  },
  {
    name: "describe",
    usage: "[options] <path>",
    description: "Say what is in a data set and what is wrong with it",
    load: async () => (await import("./commands/describe.ts")).describeCommand,
  },
  {
    name: "import",
    usage: "[options] <path>",
    description: "Read and clean a data set, and write it as courses.csv, enrolments.csv and, if known, learners.csv",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  {
    name: "models",
    usage: "[options] [name]",
    description: "List the models, or the parameters of one",
    load: async () => (await import("./commands/models.ts")).modelsCommand,
  },
  {
    name: "train",
    usage: "[options] <path>",
    description: "Train one model on all the data and save it",
    load: async () => (await import("./commands/train.ts")).trainCommand,
  },
  {
    name: "evaluate",
    usage: "[options] [path]",
    description: "Train models on one part of the data and evaluate them on the rest",
    load: async () => (await import("./commands/evaluate.ts")).evaluateCommand,
  },
  {
    name: "rerun",
    usage: "[options] <result> [path]",
    description: "Run a saved evaluation again and say whether the figures are equal",
    load: async () => (await import("./commands/rerun.ts")).rerunCommand,
  },
  {
    name: "compare",
    usage: "[options] <path>",
    description: "Train and compare models side by side, and write an HTML report",
    load: async () => (await import("./commands/compare.ts")).compareCommand,
  },
  {
    name: "tune",
    usage: "[options] <path>",
    description: "Search the parameters of a model: chosen on a validation part, measured once on the test part",
    load: async () => (await import("./commands/tune.ts")).tuneCommand,
  },
  {
    name: "off-policy",
    usage: "[options] <path>",
    description: "Estimate from results in the log what following a model would have brought",
    load: async () => (await import("./commands/off-policy.ts")).offPolicyCommand,
  },
  {
    name: "recommend",
    usage: "[options] <path>",
    description: "Recommend courses to one learner, or to all of them",
    load: async () => (await import("./commands/recommend.ts")).recommendCommand,
  },
  {
    name: "similar",
    usage: "[options] <path>",
    description: "List the courses most similar to one course",
    load: async () => (await import("./commands/similar.ts")).similarCommand,
  },
  {
    name: "study",
    usage: "[options] <study> <path>",
    description: "Run a whole study: ncf, neural collaborative filtering on learning logs beside what is published",
    load: async () => (await import("./commands/study.ts")).studyCommand,
  },
  {
    name: "inspect",
    usage: "[options] <artifact>",
    description: "Say what a saved model is and whether its file is sound",
    load: async () => (await import("./commands/inspect.ts")).inspectCommand,
  },
  {
    name: "doctor",
    usage: "[options]",
    description: "Check whether this machine has what Waymark needs, and measure how fast it computes (ten seconds)",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
];
