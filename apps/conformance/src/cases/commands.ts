import { type CommandName, type CommandStanding, limits, type ServerEvent } from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

const requires: ["commands"] = ["commands"];
/** Until a server has ended a training whose trainer does not answer, in seconds. */
const cancelSeconds = 60;

/** What trainings are told, and how their trainers learn of it and answer. */
export const commandCases = [
  serverCase(
    {
      id: "command-001",
      title: "Each ingest answer names an open command until the trainer answers it, and then no more",
      clauses: ["CMD-01"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      ctx.checks.equal(await toldIn(trainer.publish([])), [], "commands before one is asked for");
      const { command_id } = await owner.tell("pause", { reason: "lunch" });
      const open = [`pause ${command_id}`];
      ctx.checks.equal(await toldIn(trainer.publish([])), open, "commands in the answer to an empty batch");
      ctx.checks.equal(
        await toldIn(trainer.publish({ loss: 1 })),
        open,
        "commands in the answer to a record",
      );
      const taken = trainer.publish({ command_ack: { command_id, state: "accepted" } });
      ctx.checks.equal(await toldIn(taken), [], "commands in the answer to the acknowledgement");
      await trainer.publish({ status: "paused", command_ack: { command_id, state: "done" } });
      ctx.checks.equal(await toldIn(trainer.publish([])), [], "commands after it is done");
      expectStates(ctx, await owner.commands(), ["pause done"]);
    },
  ),
  serverCase(
    {
      id: "command-002",
      title: "The same command_id is the same command, also once it is done; another name is refused",
      clauses: ["CMD-02"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      const first = await owner.tell("checkpoint", { command_id: "c1" });
      ctx.checks.equal(first.command_id, "c1", "command_id");
      ctx.checks.equal(
        await owner.tell("checkpoint", { command_id: "c1" }),
        first,
        "the command asked again",
      );
      ctx.http.refusal(await owner.tryTell("pause", { command_id: "c1" }), 409, "command_exists");
      await trainer.publish({ command_ack: { command_id: "c1", state: "done" } });
      const again = await owner.tell("checkpoint", { command_id: "c1" });
      ctx.checks.equal(
        [again.state, again.asked_at],
        ["done", first.asked_at],
        "the command once it is done",
      );
      expectStates(ctx, await owner.commands(), ["checkpoint done"]);
    },
  ),
  serverCase(
    {
      id: "command-003",
      title: "A second command of a name that is under way is that command",
      clauses: ["CMD-03"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      const { command_id } = await owner.tell("pause", { command_id: "p1" });
      const second = await owner.tell("pause", { command_id: "p2" });
      ctx.checks.equal(second.command_id, command_id, "command_id of the second pause");
      await trainer.publish({ command_ack: { command_id, state: "accepted" } });
      const third = await owner.tell("pause");
      ctx.checks.equal([third.command_id, third.state], [command_id, "accepted"], "the third pause");
      expectStates(ctx, await owner.commands(), ["pause accepted"]);
    },
  ),
  serverCase(
    {
      id: "command-004",
      title: "Every change of a command is an update with an event that says it",
      clauses: ["CMD-04"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      const viewer = await ctx.viewer();
      await viewer.follow(trainer.trainId);
      const { command_id } = await owner.tell("checkpoint", { reason: "to be safe" });
      await trainer.publish({ command_ack: { command_id, state: "accepted" } });
      await trainer.publish({ command_ack: { command_id, state: "refused", reason: "disk full" } });
      const updates = await viewer.expectUpdates(trainer.trainId, 2, 4);
      const event = (state: string, reason: string) => ({ command_id, name: "checkpoint", state, reason });
      const found = updates.map(({ data }) => commandOf(data.details.event));
      ctx.checks.equal(
        found.map((each) => ({ ...each, reason: each?.state === "accepted" ? "" : each?.reason })),
        [event("open", "to be safe"), event("accepted", ""), event("refused", "disk full")],
        "events of the command",
      );
      const [listed] = await owner.commands();
      ctx.checks.equal([listed?.state, listed?.reason], ["refused", "disk full"], "the command in the list");
    },
  ),
  serverCase(
    {
      id: "command-005",
      title: "Nothing is asked of a training that has ended, and no checkpoint of one that does not run",
      clauses: ["CMD-05"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      await trainer.report({ status: "paused" });
      ctx.http.refusal(await owner.tryTell("checkpoint"), 409, "not_running");
      await trainer.finish();
      for (const name of ["pause", "resume", "cancel", "checkpoint"] as const) {
        ctx.http.refusal(await owner.tryTell(name), 409, "training_ended");
      }
      ctx.http.refusal(await ctx.owner(ctx.newTrainId()).tryTell("pause"), 404, "unknown_training");
      ctx.checks.equal(await owner.commands(), [], "commands of the training");
    },
  ),
  serverCase(
    {
      id: "command-006",
      title: "pause and resume take each other's place, and cancel that of all others",
      clauses: ["CMD-06"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      const pause = await owner.tell("pause");
      const resume = await owner.tell("resume");
      ctx.checks.equal(await toldIn(trainer.publish([])), [`resume ${resume.command_id}`], "open commands");
      const late = { command_id: pause.command_id, state: "done" };
      await trainer.publish({ command_ack: late });
      await owner.tell("checkpoint");
      await owner.tell("pause");
      const cancel = await owner.tell("cancel");
      ctx.checks.equal(await toldIn(trainer.publish([])), [`cancel ${cancel.command_id}`], "open commands");
      const expected = ["cancel open", "pause lapsed", "checkpoint lapsed", "resume lapsed", "pause lapsed"];
      expectStates(ctx, await owner.commands(), expected);
    },
  ),
  serverCase(
    {
      id: "command-007",
      title: "What is so already is done at once",
      clauses: ["CMD-07"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      ctx.checks.equal((await owner.tell("resume")).state, "done", "a resume of what runs");
      await trainer.report({ status: "paused" });
      ctx.checks.equal((await owner.tell("pause")).state, "done", "a pause of what is paused");
      ctx.checks.equal(await toldIn(trainer.publish([])), [], "open commands");
      ctx.checks.equal((await owner.tell("resume")).state, "open", "a resume of what is paused");
    },
  ),
  serverCase(
    {
      id: "command-008",
      title: "An answer counts once, and only from the newest attempt",
      clauses: ["CMD-08"],
      requires,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      await trainer.report({ attempt: 2, loss: 1 });
      const { command_id } = await owner.tell("checkpoint");
      const done = { command_id, state: "done" };
      const stale = await trainer.publish({ attempt: 1, command_ack: { command_id, state: "refused" } });
      ctx.checks.equal(stale.rejected[0]?.code, "stale_attempt", "code for the answer of attempt 1");
      expectStates(ctx, await owner.commands(), ["checkpoint open"]);
      await trainer.publish({ attempt: 2, command_ack: done });
      for (const state of ["done", "accepted", "refused"]) {
        await trainer.publish({ attempt: 2, command_ack: { command_id, state } });
      }
      const unknown = { loss: 2, command_ack: { command_id: "nobody-asked", state: "done" } };
      ctx.checks.equal(
        (await trainer.publish(unknown)).rejected,
        [],
        "records rejected for an unknown command",
      );
      expectStates(ctx, await owner.commands(), ["checkpoint done"]);
      const history = await ctx.poller(trainer.trainId).history();
      const states = history.flatMap(({ data }) => commandOf(data.details.event)?.state ?? []);
      ctx.checks.equal(states, ["open", "done"], "states of the command in the log");
    },
  ),
  serverCase(
    {
      id: "command-009",
      title: "Commands survive a crash of the server, and are repeated after it",
      clauses: ["CMD-09"],
      requires: [...requires, "process"],
      exclusive: true,
      budgetSeconds: 60,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      const { command_id } = await owner.tell("checkpoint");
      await trainer.publish({ command_ack: { command_id, state: "accepted" } });
      const pause = await owner.tell("pause");
      await ctx.process.crash();
      await ctx.process.start();
      ctx.checks.equal(await toldIn(trainer.publish([])), [`pause ${pause.command_id}`], "open commands");
      expectStates(ctx, await owner.commands(), ["pause open", "checkpoint accepted"]);
    },
  ),
  serverCase(
    {
      id: "command-010",
      title: "A training whose trainer does not answer cancel is ended as cancelled, with the reason",
      clauses: ["CMD-10"],
      requires,
      budgetSeconds: 90,
    },
    async (ctx) => {
      const { trainer, owner } = await running(ctx);
      const poller = ctx.poller(trainer.trainId);
      await owner.tell("cancel");
      const wait_seconds = Math.min(limits.maxWaitSeconds, (cancelSeconds * ctx.bands.secondMs) / 1000);
      let page = await poller.page({ after_seq: 2, wait_seconds });
      while (!page.ended && page.updates.length > 0) {
        page = await poller.page({ after_seq: page.next_after_seq, wait_seconds });
      }
      const { state } = await poller.state();
      ctx.checks.equal([state.status, state.complete], ["cancelled", true], "the training's end");
      ctx.checks.that((state.reason ?? "") !== "", "the end must have a reason");
      expectStates(ctx, await owner.commands(), ["cancel done"]);
      const late = await trainer.publish({ loss: 1 });
      ctx.checks.equal(late.rejected[0]?.code, "training_ended", "code for a record after the end");
    },
  ),
  serverCase(
    {
      id: "command-011",
      title: "What is under way when its training ends is settled in front of the end",
      clauses: ["CMD-11"],
      requires,
    },
    async (ctx) => {
      for (const status of ["cancelled", "completed"] as const) {
        const { trainer, owner } = await running(ctx);
        const { command_id } = await owner.tell("cancel");
        await trainer.publish({ command_ack: { command_id, state: "accepted" } });
        await trainer.publish({ status });
        const history = await ctx.poller(trainer.trainId).history();
        const expected = status === "cancelled" ? "done" : "lapsed";
        const settled = history.findIndex(({ data }) => commandOf(data.details.event)?.state === expected);
        ctx.checks.that(settled !== -1, `no update says that the cancel is ${expected}`);
        ctx.checks.equal(settled, history.length - 2, `place of the update that says ${expected}`);
        ctx.checks.equal(history.at(-1)?.data.status, status, "status of the last update");
        expectStates(ctx, await owner.commands(), [`cancel ${expected}`]);
      }
    },
  ),
];

/** A training that runs, at a server that takes commands. */
async function running(ctx: CaseContext) {
  await ctx.onlyWhere("commands", "the target takes no commands");
  const trainer = ctx.trainer();
  await trainer.reportSteps(1, 1);
  return { trainer, owner: ctx.owner(trainer.trainId) };
}

async function toldIn(
  answer: Promise<{ readonly commands: readonly { readonly command_id: string; readonly name: string }[] }>,
): Promise<string[]> {
  const { commands } = await answer;
  return commands.map(({ name, command_id }) => `${name} ${command_id}`);
}

function expectStates(
  ctx: CaseContext,
  commands: readonly CommandStanding[],
  expected: readonly string[],
): void {
  const found = commands.map(({ name, state }) => `${name} ${state}`);
  ctx.checks.equal(found, expected, "commands of the training, newest first");
}

interface CommandEvent {
  readonly command_id: unknown;
  readonly name: CommandName;
  readonly state: string;
  readonly reason: string | undefined;
}

function commandOf(event: ServerEvent | undefined): CommandEvent | undefined {
  if (event?.kind !== "command") return undefined;
  const { command_id, name, state, reason } = event;
  return { command_id, name: name as CommandName, state: String(state), reason };
}
