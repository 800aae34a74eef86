import { Presets, SingleBar } from "cli-progress";
import type { Progress } from "../../models/model.ts";

export interface ProgressDisplay {
  /** Call as often as you like. */
  update(progress: Progress): void;
  /** Call once, also after an error. */
  stop(): void;
}

/** A bar on a terminal, JSON lines with `--json`, nothing with `--quiet` or where standard error is not a terminal. */
export function createProgress(
  label: string,
  { quiet, json }: { readonly quiet: boolean; readonly json: boolean },
): ProgressDisplay {
  if (quiet) return silent;
  if (json) return jsonLines(label);
  return process.stderr.isTTY ? bar(label) : silent;
}

/** Does the work with a display that is gone when the work has ended, one way or the other. */
export async function withProgress<T>(
  { progress }: { readonly progress: (label: string) => ProgressDisplay },
  label: string,
  work: (onProgress: ProgressDisplay["update"]) => Promise<T>,
): Promise<T> {
  const display = progress(label);
  try {
    return await work(display.update);
  } finally {
    display.stop();
  }
}

const silent: ProgressDisplay = { update: () => {}, stop: () => {} };

/** At most two lines a second, and always the last of a stage. */
function jsonLines(label: string): ProgressDisplay {
  let next = 0;
  return {
    update(progress) {
      if (performance.now() < next && progress.done < progress.of) return;
      next = performance.now() + 500;
      process.stderr.write(`${JSON.stringify({ progress: { task: label, ...progress } })}\n`);
    },
    stop() {},
  };
}

function bar(label: string): ProgressDisplay {
  const display = new SingleBar(
    {
      format: `${label} {bar} {percentage}% {value}/{total} {stage} {metrics}`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      fps: 8,
      barsize: 24,
      linewrap: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update({ stage, done, of, metrics = {} }) {
      const words = Object.entries(metrics).map(([name, value]) => `${name} ${shortNumber(value)}`);
      const payload = { stage, metrics: words.join("  ") };
      if (!started) display.start(of, done, payload);
      started = true;
      display.setTotal(of);
      display.update(done, payload);
    },
    stop() {
      if (started) display.stop();
    },
  };
}

/** Four digits that mean something, written out: 0.9123, 1,234,567. */
const shortNumber = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString("en-GB") : value.toPrecision(4);
