import manifest from "../package.json" with { type: "json" };

/** This program's version, written into saved models and reports. */
export const programVersion: string = manifest.version;
