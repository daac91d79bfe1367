/// <reference types="node" />
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { judge, type ZodChange } from "./zod-change.ts";

const folder = new URL("cases/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
const cases = await Promise.all(
  files.map(async (file) => {
    const { change } = (await import(new URL(file, folder).href)) as { change: ZodChange };
    return { name: file.replace(/\.ts$/, ""), change };
  }),
);

describe("a change of a zod schema", () => {
  it.each(cases)("$name", ({ change }) => {
    const { verdict, changes } = judge(change);
    expect({ ...verdict, changes }).toMatchObject(change.expect);
  });

  it.each(cases)("$name: each break of it is shown by a message", ({ change }) => {
    const breaks = judge(change).changes.flatMap(({ impacts }) =>
      impacts.filter((impact) => impact.class === "breaking"),
    );
    expect(breaks.filter(({ witness }) => witness === undefined)).toEqual([]);
  });
});

describe("the suite of changes", () => {
  it("holds at least 60, ten of which only reading can tell", () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    expect(cases.filter(({ change }) => change.onlyByReading).length).toBeGreaterThanOrEqual(10);
  });
});
