import { describe, expect, it } from "vitest";
import { judgeList, type ListEvent } from "./judge-list.ts";

const heads = new Map([["run", 5]]);
const shown = (kind: "snapshot" | "changes", seq: number, complete = seq === 5): ListEvent => ({
  kind,
  trainings: [{ trainId: "run", seq, complete }],
});
const opened: ListEvent[] = [{ kind: "connected" }, { kind: "confirmed" }];
const codes = (events: ListEvent[]) => judgeList("v", events, heads).map(({ code }) => code);

describe("the judge of the list", () => {
  it("finds nothing wrong with a whole list, changes, and a resume", () => {
    expect(
      codes([...opened, shown("snapshot", 1), shown("changes", 3), ...opened, shown("snapshot", 5)]),
    ).toEqual([]);
  });

  it.each<[string, ListEvent[], string]>([
    ["changes before the whole list", [...opened, shown("changes", 5)], "lost"],
    ["a list without confirmation", [{ kind: "connected" }, shown("snapshot", 5)], "reordered"],
    [
      "a training that goes back",
      [...opened, shown("snapshot", 3), shown("changes", 2), shown("changes", 5)],
      "reordered",
    ],
    [
      "a training that is open after its end",
      [...opened, shown("snapshot", 5), shown("changes", 5, false), shown("changes", 5)],
      "terminal",
    ],
    ["a training that was never shown at its end", [...opened, shown("snapshot", 4)], "lost"],
    ["a training that was never shown", [...opened, { kind: "snapshot", trainings: [] }], "lost"],
  ])("names %s", (_what, events, code) => {
    expect(codes(events)).toEqual([code]);
  });
});
