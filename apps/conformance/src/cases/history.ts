import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";
import { type Cast, describeHistory, type History, randomHistory } from "../history/history.ts";
import { playHistory } from "../history/play-history.ts";
import { shrink } from "../history/shrink.ts";

const histories = 4;
/** No more is tried once a failure was looked at for so long, in seconds. */
const shrinkSeconds = 6;

/** Random histories: what holds for the cases that were thought of holds for others, too. */
export const historyCases = [
  serverCase(
    {
      id: "history-001",
      title: "Viewers that are cut off at random and resume see every update once, in order, and one end",
      clauses: ["SUB-05", "SUB-06", "FAN-01", "END-02"],
      budgetSeconds: 20,
    },
    (ctx) => tryHistories(ctx, { trainers: 1, viewers: 4, flat: 0, pollers: 0, steps: 40 }),
  ),
  serverCase(
    {
      id: "history-002",
      title: "Viewers of both endpoints, slow ones and pollers see one log, whatever is cut and resumed",
      clauses: ["FLAT-03", "FLAT-05", "POLL-02", "FAN-01"],
      budgetSeconds: 20,
    },
    (ctx) => tryHistories(ctx, { trainers: 1, viewers: 2, flat: 2, pollers: 2, steps: 40 }),
  ),
  serverCase(
    {
      id: "history-003",
      title:
        "What several trainers publish at once has one order for everybody, and each record is there once",
      clauses: ["FAN-01", "FAN-02", "POLL-02", "END-01"],
      budgetSeconds: 20,
    },
    (ctx) => tryHistories(ctx, { trainers: 3, viewers: 2, flat: 1, pollers: 2, steps: 40 }),
  ),
];

async function tryHistories(ctx: CaseContext, cast: Cast): Promise<void> {
  for (let round = 0; round < histories; round += 1) {
    const history = randomHistory(ctx.seed + round, cast);
    const problem = await playHistory(ctx, history);
    if (problem !== undefined) return fail(ctx, history, problem);
    ctx.checks.that(true, "the history holds");
  }
}

/** Ends the case with the smallest history that still fails. */
async function fail(ctx: CaseContext, history: History, problem: string): Promise<void> {
  const until = performance.now() + shrinkSeconds * 1000;
  const { items, problem: reason } = await shrink(
    { items: history, problem },
    ({ actor }) => actor,
    (smaller) => (performance.now() < until ? playHistory(ctx, smaller) : Promise.resolve(undefined)),
  );
  const text = describeHistory(items);
  ctx.checks.that(false, `${reason}\nseen in this history (--seed ${ctx.seed}):\n${text}`);
}
