import { expect, test } from "vitest";
import { beginLiveness, type Liveness, nextLiveness } from "./liveness.ts";

const pingMs = 15_000;
const begun = beginLiveness(0, pingMs);

test("silence is answered with a ping, and silence after it is death", () => {
  const pinged = nextLiveness(begun, "due", { nowMs: 15_000, pingMs });
  expect(pinged).toMatchObject({ action: "ping", liveness: { dueAtMs: 30_000 } });
  const dead = nextLiveness(pinged.liveness, "due", { nowMs: 30_000, pingMs });
  expect(dead.action).toBe("declare_dead");
});

test("any message is a sign of life", () => {
  const { liveness } = nextLiveness(begun, "due", { nowMs: 15_000, pingMs });
  const heard = nextLiveness(liveness, "heard", { nowMs: 20_000, pingMs }).liveness;
  expect(nextLiveness(heard, "due", { nowMs: 30_000, pingMs }).action).toBe("none");
  expect(nextLiveness(heard, "due", { nowMs: 35_000, pingMs }).action).toBe("ping");
});

test("a look that comes after sleep asks once more before it gives up", () => {
  const pinged: Liveness = { heardAtMs: 0, isPinged: true, dueAtMs: 30_000 };
  const woken = nextLiveness(pinged, "due", { nowMs: 3_600_000, pingMs });
  expect(woken).toMatchObject({ action: "ping", liveness: { dueAtMs: 3_605_000 } });
  expect(nextLiveness(woken.liveness, "due", { nowMs: 3_605_000, pingMs }).action).toBe("declare_dead");
});

test("a doubted connection is asked at once", () => {
  const doubted = nextLiveness(begun, "doubted", { nowMs: 1000, pingMs });
  expect(doubted).toMatchObject({ action: "ping", liveness: { dueAtMs: 6000 } });
});
