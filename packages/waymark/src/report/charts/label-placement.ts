/** A mark that wants a name beside it, in pixels. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  /** Width of the name. */
  readonly width: number;
}
/** Where a name goes: `x` is its start, middle or end as `align` says, `y` the middle of its height. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly align: "start" | "middle" | "end";
  /** So far from its mark that a line has to join them. */
  readonly leader: boolean;
}
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a name may begin or end, seen from its mark, nearest first: right of it reads best, then left, above, below. */
const offsets = [
  ...[11, 16, 24, 36, 52, 72, 96, 124].flatMap((across) =>
    Array.from({ length: 41 }, (_, step) => (step - 20) * 7).flatMap((down) => [
      { across, down, align: "start" as const, reluctance: 0 },
      { across: -across, down, align: "end" as const, reluctance: 1 },
    ]),
  ),
  ...[-16, 16].map((down) => ({ across: 0, down, align: "middle" as const, reluctance: 2 })),
].sort((a, b) => Math.hypot(a.across, a.down) + a.reluctance - Math.hypot(b.across, b.down) - b.reluctance);

/**
 * Places names beside their marks so that no name covers a mark, another name or a leader line, and all stay inside
 * `frame`. Greedy, in several orders of which the one that names most marks nearest to them wins; deterministic. A name
 * no place is found for is `undefined`.
 *
 * O(n² · places), n marks: meant for some tens of them.
 */
export function placeLabels(
  anchors: readonly Anchor[],
  frame: Box,
  { lineHeight = 14, markRadius = 7 }: { readonly lineHeight?: number; readonly markRadius?: number } = {},
): readonly (Placement | undefined)[] {
  const size: Sizes = { lineHeight, markRadius };
  const attempts = orders(anchors).map((order) => placeInOrder(anchors, order, frame, size));
  return attempts.reduce((best, next) => (cost(next, anchors) < cost(best, anchors) ? next : best));
}

interface Sizes {
  readonly lineHeight: number;
  readonly markRadius: number;
}

function placeInOrder(
  anchors: readonly Anchor[],
  order: readonly number[],
  frame: Box,
  { lineHeight, markRadius }: Sizes,
): readonly (Placement | undefined)[] {
  const marks = anchors.map(({ x, y }) => around(x, y, markRadius));
  const taken: Box[] = [];
  const leaders: (readonly [Anchor, Placement])[] = [];
  const placed: (Placement | undefined)[] = anchors.map(() => undefined);
  for (const index of order) {
    const anchor = anchors[index]!;
    const free = places(anchor).filter((place) => {
      const box = boxOf(place, anchor.width, lineHeight);
      if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
        return false;
      if (taken.some((other) => overlap(box, other)) || marks.some((mark) => overlap(box, mark))) return false;
      if (leaders.some(([from, to]) => crosses(from, to, box))) return false;
      return !place.leader || !taken.some((other) => crosses(anchor, place, other));
    });
    const others = marks.filter((_, other) => other !== index);
    // In a dense crowd a line may have to pass over a mark; over a name never.
    const found =
      free.find((place) => !place.leader || !others.some((mark) => crosses(anchor, place, mark))) ?? free[0];
    if (!found) continue;
    placed[index] = found;
    taken.push(boxOf(found, anchor.width, lineHeight));
    if (found.leader) leaders.push([anchor, found]);
  }
  return placed;
}

/** Pixels between marks and names; a mark without a name counts as far away. */
function cost(placed: readonly (Placement | undefined)[], anchors: readonly Anchor[]): number {
  return placed.reduce((sum, place, i) => {
    const { x, y } = anchors[i]!;
    return sum + (place ? Math.hypot(place.x - x, place.y - y) : 10_000);
  }, 0);
}

/** The room a placed name takes. */
export function boxOf({ x, y, align }: Placement, width: number, lineHeight: number): Box {
  const left = align === "start" ? x : align === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - lineHeight / 2, bottom: y + lineHeight / 2 };
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const places = ({ x, y }: Anchor): readonly Placement[] =>
  offsets.map(({ across, down, align }) => ({
    x: x + across,
    y: y + down,
    align,
    leader: Math.hypot(across, down) > 18,
  }));

/** Orders to try: the crowded first, for they have the fewest places, the lonely first, and from each side. */
function orders(anchors: readonly Anchor[]): readonly (readonly number[])[] {
  const crowding = anchors.map((a) =>
    anchors.reduce((sum, b) => sum + 1 / (1 + (Math.abs(a.x - b.x) / 60) ** 2 + (Math.abs(a.y - b.y) / 20) ** 2), 0),
  );
  const by = (key: (index: number) => number) =>
    anchors.map((_, index) => index).sort((a, b) => key(a) - key(b) || a - b);
  const keys = [
    (i: number) => -crowding[i]!,
    (i: number) => crowding[i]!,
    (i: number) => anchors[i]!.y,
    (i: number) => -anchors[i]!.y,
    (i: number) => anchors[i]!.x,
    (i: number) => -anchors[i]!.x,
  ];
  return keys.map(by);
}

const around = (x: number, y: number, radius: number): Box => ({
  left: x - radius,
  right: x + radius,
  top: y - radius,
  bottom: y + radius,
});

/** Does the line from `a` to `b` pass through the box? Liang & Barsky's clipping, doi:10.1145/357332.357333. */
function crosses(a: { x: number; y: number }, b: { x: number; y: number }, box: Box): boolean {
  let [enter, leave] = [0, 1];
  for (const [delta, toEdge] of [
    [a.x - b.x, a.x - box.left],
    [b.x - a.x, box.right - a.x],
    [a.y - b.y, a.y - box.top],
    [b.y - a.y, box.bottom - a.y],
  ] as const) {
    if (delta === 0 && toEdge < 0) return false;
    if (delta < 0) enter = Math.max(enter, toEdge / delta);
    if (delta > 0) leave = Math.min(leave, toEdge / delta);
  }
  return enter < leave;
}
