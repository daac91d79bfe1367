import { expect, test, vi } from "vitest";
import { bandPath, dotsPath, linePath } from "./line-path.ts";
import type { Points } from "./point-series.ts";

/** Writes down what is drawn. */
class RecordingPath {
  readonly calls: string[] = [];
  moveTo(x: number, y: number): void {
    this.calls.push(`M${x},${y}`);
  }
  lineTo(x: number, y: number): void {
    this.calls.push(`L${x},${y}`);
  }
  closePath(): void {
    this.calls.push("Z");
  }
  arc(x: number, y: number): void {
    this.calls.push(`o${x},${y}`);
  }
}
vi.stubGlobal("Path2D", RecordingPath);

const identity = { x: (value: number) => value, y: (value: number) => value };
const calls = (path: Path2D): string[] => (path as unknown as RecordingPath).calls;
function points(x: readonly number[], values: readonly number[]): Points {
  const y = Float64Array.from(values);
  return { x: Float64Array.from(x), y, low: y, high: y };
}

test("breaks the line where a value is not finite, and shows a point that stands alone", () => {
  const path = linePath(points([0, 1, 2, 3, 4], [1, 2, Number.NaN, 3, Number.NaN]), identity);
  expect(calls(path).filter((call) => call.startsWith("M"))).toEqual(["M0,1", "M3,3", "M4,3"]);
  expect(calls(path)).toContain("o3,3");
  expect(calls(path).join(" ")).not.toContain("NaN");
});

test("draws at most the extremes of a column of pixels, so that no spike is lost", () => {
  const count = 100_000;
  const y = Array.from({ length: count }, (_, i) => (i === 54_321 ? 1000 : i % 3));
  const path = linePath(
    points(
      Array.from({ length: count }, (_, i) => i),
      y,
    ),
    { x: (value) => (value / count) * 800, y: (value) => value },
  );
  expect(calls(path).length).toBeLessThan(4 * 802);
  expect(calls(path).some((call) => call.endsWith(",1000"))).toBe(true);
});

test("dots every finite point", () => {
  const path = dotsPath(points([1, 2, 3], [1, Number.NaN, 3]), identity, 2);
  expect(calls(path).filter((call) => call.startsWith("o"))).toEqual(["o1,1", "o3,3"]);
});

test("points that join several values are drawn with the area between their extremes", () => {
  const joined = (low: readonly number[], high: readonly number[]): Points => {
    const y = Float64Array.from(high);
    return { x: Float64Array.from(low, (_, i) => i), y, low: Float64Array.from(low), high: y };
  };
  const band = bandPath(joined([1, 2, Number.NaN, 3], [5, 9, Number.NaN, 3]), identity, 0);
  expect(band && calls(band)).toEqual(["M0,5", "L1,9", "L1,2", "L0,1", "Z", "M3,3", "L3,3", "Z"]);
  expect(bandPath(joined([1, 2], [1, 2]), identity, 0)).toBeNull();
});
