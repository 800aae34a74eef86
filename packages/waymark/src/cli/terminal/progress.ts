import { Presets, SingleBar } from "cli-progress";
import type { Progress } from "../../models/model.ts";

export interface ProgressDisplay {
  /** Call as often as you like. */
  update(progress: Progress): void;
  /** Call once, also after an error. */
  stop(): void;
}

/** A bar on a terminal, a line every ten seconds in a log file, JSON lines with `--json`, nothing with `--quiet`. */
export function createProgress(
  label: string,
  { quiet, json }: { readonly quiet: boolean; readonly json: boolean },
): ProgressDisplay {
  if (quiet) return silent;
  if (json) return jsonLines(label);
  return process.stderr.isTTY ? bar(label) : logLines(label);
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

/** What `logLines` needs of the outside world. */
export interface LineOutput {
  /** Milliseconds. */
  readonly now: () => number;
  readonly write: (line: string) => void;
}

const standardError: LineOutput = {
  now: () => performance.now(),
  write: (line) => void process.stderr.write(`${line}\n`),
};

const everyMs = 10_000;

/**
 * For output that nobody sees moving: every ten seconds a line with how far the work is and how long it has still to go, as the whole
 * work says it, else as its present stage lets expect. Work of less than ten seconds says nothing.
 */
export function logLines(label: string, { now, write }: LineOutput = standardError): ProgressDisplay {
  let next = now() + everyMs;
  let stage = "";
  let stageBegan = now();
  return {
    update(progress) {
      const time = now();
      if (progress.stage !== stage) [stage, stageBegan] = [progress.stage, time];
      if (time < next) return;
      next = time + everyMs;
      const { done, of } = progress;
      const rest =
        progress.remainingSeconds ?? (done > 0 ? ((time - stageBegan) * (of - done)) / done / 1000 : undefined);
      const eta = rest === undefined ? "" : `, ETA ${formatRemaining(rest)}`;
      const whose = progress.remainingSeconds === undefined && eta ? " for this stage" : "";
      write(`${label}: ${stage} ${shortNumber(done)}/${shortNumber(of)}${eta}${whose}`);
    },
    stop() {},
  };
}

/** "40 s", "1:05 min", "2:10 h". */
export function formatRemaining(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (number: number): string => String(number).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)} min`;
  return `${Math.floor(whole / 3600)}:${two(Math.floor((whole % 3600) / 60))} h`;
}

function bar(label: string): ProgressDisplay {
  const display = new SingleBar(
    {
      format: `${label} {bar} {percentage}% {value}/{total} {stage} {left} {metrics}`,
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
    update({ stage, done, of, metrics = {}, remainingSeconds }) {
      const words = Object.entries(metrics).map(([name, value]) => `${name} ${shortNumber(value)}`);
      const left = remainingSeconds === undefined ? "" : `ETA ${formatRemaining(remainingSeconds)}`;
      const payload = { stage, left, metrics: words.join("  ") };
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
