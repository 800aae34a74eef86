import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boxOf, overlap, placeLabels } from "../../src/report/charts/label-placement.ts";
import { textThatFits, textWidth } from "../../src/report/page/text-width.ts";

const frame = { left: 50, top: 0, right: 560, bottom: 380 };
const anchors = fc.array(
  fc.record({
    x: fc.double({ min: 50, max: 560, noNaN: true }),
    y: fc.double({ min: 0, max: 380, noNaN: true }),
    width: fc.integer({ min: 10, max: 220 }),
  }),
  { maxLength: 24 },
);

describe("names beside their marks", () => {
  test("never cover each other or a mark, and never leave the frame, wherever the marks lie", () => {
    fc.assert(
      fc.property(anchors, (marks) => {
        const boxes = placeLabels(marks, frame).map((place, i) => place && boxOf(place, marks[i]!.width, 14));
        boxes.forEach((box, i) => {
          if (!box) return;
          expect(box.left).toBeGreaterThanOrEqual(frame.left);
          expect(box.right).toBeLessThanOrEqual(frame.right);
          expect(box.top).toBeGreaterThanOrEqual(frame.top);
          expect(box.bottom).toBeLessThanOrEqual(frame.bottom);
          for (const other of boxes.slice(i + 1)) expect(other !== undefined && overlap(box, other)).toBe(false);
          for (const { x, y } of marks)
            expect(x > box.left && x < box.right && y > box.top && y < box.bottom).toBe(false);
        });
      }),
    );
  });

  test("stand to the right of a mark that has room, without a line", () => {
    expect(placeLabels([{ x: 100, y: 100, width: 60 }], frame)).toEqual([
      { x: 111, y: 100, align: "start", leader: false },
    ]);
  });

  test("turn to the left at the right edge", () => {
    const [place] = placeLabels([{ x: 550, y: 100, width: 60 }], frame);
    expect(place).toMatchObject({ align: "end", x: 539 });
  });

  test("all find a place when sixteen models crowd into one corner of the plot", () => {
    const crowd = Array.from({ length: 16 }, (_, i) => ({ x: 240 + (i % 4) * 9, y: 60 + i * 3, width: 90 }));
    expect(placeLabels(crowd, frame).every((place) => place !== undefined)).toBe(true);
  });
});

describe("the width of a text", () => {
  test("a text that does not fit ends in an ellipsis and then fits; one that fits stays", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 2 }), fc.integer({ min: 40, max: 400 }), (text, room) => {
        const shown = textThatFits(text, 12, room);
        if (textWidth(text, 12) <= room) expect(shown).toBe(text);
        else expect(shown.endsWith("…") && textWidth(shown, 12) <= room).toBe(true);
      }),
    );
  });

  test("letters that look alike in width count alike, wide scripts more", () => {
    expect(textWidth("mmm", 10)).toBeGreaterThan(textWidth("iii", 10));
    expect(textWidth("推薦", 10)).toBeCloseTo(21, 10);
  });
});
