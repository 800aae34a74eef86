import { type Core, sharedCore } from "../../compute/core/core.ts";
import type { Variant } from "../../compute/core/load-kernels.ts";
import type { SelfMeasurement } from "../../compute/self-measurement.ts";
import { defaultThreads } from "../../compute/thread-count.ts";
import { WaymarkError } from "../../errors.ts";
import { errorText } from "./error-text.ts";

/** One line of `waymark doctor`. */
export interface Check {
  readonly what: string;
  readonly found: string;
  readonly ok: boolean;
  readonly remedy?: string;
}

export const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

const builds: Readonly<Record<Variant, string>> = {
  wide: `fused multiply-add on 256 bits${process.arch === "arm64" ? " (pairs of 128-bit registers)" : ""}`,
  fused: "fused multiply-add on 128 bits",
  plain: "128-bit SIMD without fused multiply-add",
};

/** What the compute core is here; `core` is absent where it cannot start. */
export function computeCore(): { readonly core?: Core; readonly checks: readonly Check[] } {
  try {
    const core = sharedCore();
    const fallbacks = core.passedOver.map(({ variant, why }) => ` (not ${variant}: ${why})`).join("");
    return {
      core,
      checks: [
        { what: "compute kernels", found: `${core.variant}: ${builds[core.variant]}${fallbacks}`, ok: true },
        { what: "compute threads", found: String(defaultThreads()), ok: true },
        { what: "compute memory", found: `${gibibytes(core.capacity)} reserved, used as needed`, ok: true },
      ],
    };
  } catch (error) {
    const found = error instanceof WaymarkError ? errorText(error) : String(error);
    return { checks: [{ what: "compute kernels", found, ok: false }] };
  }
}

/** The measurement in words. */
export function measuredLines(measured: SelfMeasurement): readonly string[] {
  const { threads, gflopsOneThread, gflopsAllThreads, bandwidth, alsRows, speedUp } = measured;
  return [
    "",
    `matrix products:      ${gflopsOneThread.toFixed(0)} billion operations a second on one thread, ${gflopsAllThreads.toFixed(0)} on ${threads}`,
    `memory, one thread:   ${bandwidth.toFixed(1)} GB a second, read and written`,
    `training (als):       ${(Math.round(alsRows / 1000) * 1000).toLocaleString("en")} learners a second with 64 factors and 128 courses each`,
    `${threads} threads against one: ${speedUp.toFixed(2)} times as fast`,
  ];
}
