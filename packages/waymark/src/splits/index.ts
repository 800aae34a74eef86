// Every split there is, as the public API offers them: `splits.perUser(0.2)`, `splits.leaveLast()`.

export { hash } from "./hash.ts";
export { hashPerUser } from "./hash-per-user.ts";
export { kFold } from "./k-fold.ts";
export { leaveLast } from "./leave-last.ts";
export { leaveOneOut } from "./leave-one-out.ts";
export { perUser } from "./per-user.ts";
export { predefined } from "./predefined.ts";
export { random } from "./random.ts";
export { temporal } from "./temporal.ts";
