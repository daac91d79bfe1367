import { describe, expect, it } from "vitest";
import { dueSignal, hasTrainer, holdsPlace, nextStage, type RunEvent, type RunStage } from "./run-stage.ts";

const stop = { type: "stop", why: "w", outcome: "cancelled", termAtMs: 30, killAtMs: null } as const;
const stages: readonly RunStage[] = [
  { at: "queued", place: 1 },
  { at: "launching" },
  { at: "running" },
  nextStage({ at: "running" }, stop),
  { at: "clearing", exit: {}, stopped: null },
  { at: "resting" },
  { at: "over" },
];
const events: readonly RunEvent[] = [
  { type: "turn" },
  { type: "begun" },
  { type: "adopted", termAtMs: 99 },
  stop,
  { type: "signalled", signal: "TERM", killAtMs: 40 },
  { type: "exited", exit: { code: 1 } },
  { type: "queued", place: 2 },
  { type: "rested" },
  { type: "ended" },
];

describe("the stages of a run", () => {
  it("have these edges, and no others", () => {
    const edges = stages.flatMap((from) =>
      events.flatMap((event) => {
        const to = nextStage(from, event);
        return to === from ? [] : `${from.at} --${event.type}--> ${to.at}`;
      }),
    );
    expect(edges).toEqual([
      "queued --turn--> launching",
      "queued --rested--> resting",
      "queued --ended--> over",
      "launching --begun--> running",
      "launching --stop--> stopping",
      "launching --exited--> clearing",
      "running --stop--> stopping",
      "running --exited--> clearing",
      "stopping --adopted--> stopping",
      "stopping --stop--> stopping",
      "stopping --signalled--> stopping",
      "stopping --exited--> clearing",
      "clearing --queued--> queued",
      "clearing --rested--> resting",
      "clearing --ended--> over",
      "resting --queued--> queued",
      "resting --ended--> over",
    ]);
  });

  it("hold a place among those that run from the turn until nothing is left", () => {
    const named = (holds: (stage: RunStage) => boolean) => stages.filter(holds).map(({ at }) => at);
    expect(named(hasTrainer)).toEqual(["launching", "running", "stopping"]);
    expect(named(holdsPlace)).toEqual(["launching", "running", "stopping", "clearing"]);
  });

  it("send TERM after the first grace and KILL after the second, which stays due", () => {
    const asked = nextStage({ at: "running" }, stop);
    expect([29, 30].map((nowMs) => dueSignal(asked, nowMs))).toEqual([undefined, "TERM"]);
    const termed = nextStage(asked, { type: "signalled", signal: "TERM", killAtMs: 40 });
    expect([39, 40].map((nowMs) => dueSignal(termed, nowMs))).toEqual([undefined, "KILL"]);
    const killed = nextStage(termed, { type: "signalled", signal: "KILL", killAtMs: 50 });
    expect(dueSignal(killed, 1000)).toBe("KILL");
    const exited = nextStage(killed, { type: "exited", exit: { code: 137 } });
    expect(exited).toMatchObject({ stopped: { why: "w", outcome: "cancelled", signal: "KILL" } });
  });

  it("give a trainer that was adopted its grace anew, and a second reason to stop no more time", () => {
    const asked = nextStage({ at: "running" }, stop);
    expect(nextStage(asked, { type: "adopted", termAtMs: 99 })).toMatchObject({ term_at_ms: 99 });
    const urgent = { ...stop, why: "deleted", termAtMs: null, killAtMs: 5 };
    expect(nextStage(asked, urgent)).toMatchObject({ why: "w", term_at_ms: 30, kill_at_ms: 5 });
    expect(nextStage(asked, { ...stop, termAtMs: 60 })).toMatchObject({ term_at_ms: 30 });
  });
});
