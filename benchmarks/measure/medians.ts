/** The middle value; the mean of the two middle ones for an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface TaskLine {
  readonly task: string;
  readonly threads: number;
  /** Seconds, median. */
  readonly ours: number;
  readonly peer?: number;
  readonly peerName?: string;
  /** Ours ÷ peer's: below 1 is faster than the peer. */
  readonly ratio?: number;
  /** Why there is no peer's time. */
  readonly missing?: string;
  readonly [figure: string]: unknown;
}

/** One line a task: JSON with `--json`, else a sentence. */
export function printLine(line: TaskLine): void {
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify(line));
    return;
  }
  const { task, threads, ours, peer, peerName, ratio, missing, ...others } = line;
  const against =
    peer !== undefined
      ? `, ${peerName} ${peer.toFixed(3)} s, ratio ${ratio?.toFixed(3)}`
      : missing === undefined
        ? ""
        : `, ${peerName} not run: ${missing}`;
  const more = Object.entries(others).map(([name, value]) => `, ${name} ${String(value)}`);
  console.log(
    `${task} (${threads} thread${threads > 1 ? "s" : ""}): ours ${ours.toFixed(3)} s${against}${more.join("")}`,
  );
}
