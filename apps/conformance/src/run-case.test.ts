import { expect, test } from "vitest";
import type { CaseContext } from "./context.ts";
import { serverCase } from "./define-case.ts";
import { ConformanceError } from "./errors.ts";
import { startReference } from "./peer/reference-peer.ts";
import { runCase } from "./run-case.ts";

function example(
  script: (ctx: CaseContext) => Promise<void>,
  extra: { level?: "SHOULD"; budgetSeconds?: number } = {},
) {
  const clause = extra.level === "SHOULD" ? ("MSG-09" as const) : ("SUB-01" as const);
  return serverCase(
    { id: "example-001", title: "An example of a case", clauses: [clause], ...extra },
    script,
  );
}

async function verdictOf(...[script, extra]: Parameters<typeof example>) {
  await using target = await startReference();
  const { verdict, message } = await runCase(example(script, extra), { server: target }, { timeScale: 0.2 });
  return { verdict, message };
}

test("a script that asserts something about an answer passes", async () => {
  expect(await verdictOf(async (ctx) => void (await ctx.health()))).toEqual({ verdict: "pass", message: "" });
});

test("a script that asserts nothing is a fault of the suite", async () => {
  const outcome = await verdictOf(async (ctx) => void (await ctx.http.send({ path: "/healthz" })));
  expect(outcome).toEqual({ verdict: "harness_error", message: "the case asserted nothing" });
});

test("a script that received nothing cannot pass", async () => {
  const outcome = await verdictOf((ctx) => Promise.resolve(ctx.checks.that(true, "the sky is blue")));
  expect(outcome).toEqual({ verdict: "fail", message: "the target sent nothing" });
});

test("a broken expectation fails a MUST and warns of a SHOULD", async () => {
  const broken = (ctx: CaseContext) => Promise.resolve(ctx.checks.equal(1, 2, "one"));
  expect(await verdictOf(broken)).toEqual({ verdict: "fail", message: "one: expected 2, got 1" });
  expect(await verdictOf(broken, { level: "SHOULD" })).toMatchObject({ verdict: "warn" });
});

test("any other error is a fault of the suite", async () => {
  expect(await verdictOf(() => Promise.reject(new TypeError("oops")))).toEqual({
    verdict: "harness_error",
    message: "oops",
  });
});

test("a message that breaks its schema fails the case though no expectation looked at it", async () => {
  const mutation = {
    opened: (socket: { emit(message: string): void }) => socket.emit('{"type":"pong","id":{}}'),
  };
  await using target = await startReference(mutation);
  const script = async (ctx: CaseContext): Promise<void> => {
    const trainer = ctx.trainer();
    await trainer.reportSteps(1, 1);
    await ctx.flatViewer(trainer.trainId);
    await ctx.health();
  };
  const { verdict, message } = await runCase(example(script), { server: target }, { timeScale: 1 });
  expect(verdict).toBe("fail");
  expect(message).toMatch(/breaks its schema/);
});

test("a case that takes longer than its budget fails", async () => {
  const outcome = await verdictOf(() => new Promise(() => {}), { budgetSeconds: 0.05 });
  expect(outcome).toEqual({ verdict: "fail", message: "the case took longer than its 0.05 s" });
});

test("a case that needs the process does not apply to a target without one", async () => {
  await using reference = await startReference();
  const { process: _kept, ...target } = reference;
  const { verdict } = await runCase(
    example((ctx) => ctx.process.crash()),
    { server: target },
    { timeScale: 1 },
  );
  expect(verdict).toBe("not_applicable");
});

test("a case that is cut short rejects, and ends what it opened", async () => {
  await using target = await startReference();
  const cut = new AbortController();
  const running = runCase(
    example(async (ctx) => {
      await ctx.viewer();
      cut.abort(new ConformanceError("interrupted", "enough"));
      await new Promise(() => {});
    }),
    { server: target },
    { timeScale: 1, signal: cut.signal },
  );
  await expect(running).rejects.toMatchObject({ code: "interrupted" });
  const counts = example((ctx) =>
    ctx.expectHealth("no socket", ({ connections }) => connections === 0, 2000),
  );
  expect(await runCase(counts, { server: target }, { timeScale: 1 })).toMatchObject({ verdict: "pass" });
});
