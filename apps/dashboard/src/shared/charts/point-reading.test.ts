import { expect, test } from "vitest";
import { pointReading } from "./point-reading.ts";
import { PointSeries } from "./point-series.ts";

test("reads the point nearest to the pointer, or the newest without one", () => {
  const series = new PointSeries();
  series.append(10, 2);
  series.append(20, "Infinity");
  series.append(30, 1);
  expect(pointReading(series, null)).toMatchObject({ x: 30, reading: { kind: "number", value: 1 } });
  expect(pointReading(series, 12)).toMatchObject({ x: 10, reading: { kind: "number", value: 2 } });
  expect(pointReading(series, 21)).toMatchObject({
    x: 20,
    reading: { kind: "nonfinite", value: "Infinity" },
  });
  expect(pointReading(undefined, null)).toMatchObject({ x: null, reading: { kind: "absent" } });
});
