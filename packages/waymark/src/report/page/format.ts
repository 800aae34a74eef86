import type { Better, MetricFacts } from "../../evaluation/metrics/define-metric.ts";
import { metrics } from "../../evaluation/metrics/index.ts";
import { compareMetricGroups, describeMetric } from "../../evaluation/metrics/registry.ts";

/** Stands where there is no figure: an absent metric, a NaN. */
export const absent = "–";

/**
 * Four decimals, as the field prints them, so that a column lines up and holds three to four digits that mean something.
 * Fewer decimals for figures from 10 on; two significant digits below 0.001.
 */
export function formatMetric(key: string, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return absent;
  const size = Math.abs(value);
  if (size >= 10) return fixed(value, size >= 1000 ? 0 : size >= 100 ? 1 : 2);
  if (size > 0 && size < 0.001)
    return size < 1e-6 ? value.toExponential(1) : fixed(value, 1 - Math.floor(Math.log10(size)));
  return fixed(value, describeMetric(key).group === "beyond" && size > 1 ? 3 : 4);
}

/** `"[0.2457, 0.2545]"`; empty without an interval. */
export function formatInterval(key: string, interval: readonly [low: number, high: number] | undefined): string {
  return interval ? `[${formatMetric(key, interval[0])}, ${formatMetric(key, interval[1])}]` : "";
}

/** `"0.40 ms"`, `"12 ms"`, `"0.48 s"`, `"12.3 s"`, `"2 min 05 s"`, `"1 h 07 min"`. */
export function formatSeconds(seconds: number | undefined): string {
  if (seconds === undefined || Number.isNaN(seconds)) return absent;
  if (seconds < 0.1) {
    const ms = seconds * 1000;
    return `${ms < 0.01 ? "0" : ms < 1 ? ms.toFixed(2) : ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
  }
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${formatCount(Math.floor(minutes / 60))} h ${two(minutes % 60)} min`;
}

/** Whole numbers with commas between thousands: `"1,000,209"`. */
export function formatCount(count: number): string {
  return Number.isNaN(count) ? absent : fixed(count, 0);
}

/** A fraction as a percentage with three digits that mean something: `0.0447` → `"4.47%"`, `0.000012` → `"0.0012%"`. */
export function formatShare(fraction: number): string {
  if (Number.isNaN(fraction)) return absent;
  const percent = fraction * 100;
  const size = Math.abs(percent);
  if (size === 0 || size === 100) return `${percent}%`;
  if (size < 0.01) return `${fixed(percent, Math.min(12, 1 - Math.floor(Math.log10(size))))}%`;
  return `${fixed(percent, size < 9.995 ? 2 : size < 99.95 ? 1 : 2)}%`;
}

/** The confidence of an interval: `0.95` → `"95%"`, `0.999` → `"99.9%"`. */
export function formatConfidence(confidence: number): string {
  return `${Number((confidence * 100).toFixed(2))}%`;
}

/** `"< 0.001"`, `"0.0123"`, `"0.37"`: no more digits than a bootstrap or test supports. */
export function formatPValue(p: number): string {
  if (Number.isNaN(p)) return absent;
  if (p < 0.001) return "< 0.001";
  return p < 0.1 ? p.toFixed(3) : p.toFixed(2);
}

/**
 * What a reader calls the metric, without its direction: `"nDCG@10"`, `"RMSE"`.
 *
 * @param own here and below: `ownMetrics` of the result
 */
export function metricName(key: string, own?: readonly MetricFacts[]): string {
  return describeMetric(key, own).label;
}

/** A column heading. Higher is better unless it says otherwise: `"nDCG@10"`, `"RMSE ↓"`. */
export function metricLabel(key: string, own?: readonly MetricFacts[]): string {
  return metricBetter(key, own) === "lower" ? `${metricName(key, own)} ↓` : metricName(key, own);
}

export function metricBetter(key: string, own?: readonly MetricFacts[]): Better {
  return describeMetric(key, own).better;
}

/** Metrics in the order readers expect: lists, ratings, then what lies beyond accuracy; a smaller k first. */
export function sortMetrics(keys: Iterable<string>, own: readonly MetricFacts[] = []): readonly string[] {
  const all = [...metrics, ...own];
  return [...new Set(keys)].sort((a, b) => compareMetricGroups(a, b, all));
}

function fixed(value: number, decimals: number): string {
  const [whole = "", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

const two = (n: number): string => String(n).padStart(2, "0");
