import { expect, test } from "vitest";
import { clientCases } from "../cases/manifest.ts";
import { runSuite } from "../run-suite.ts";
import { commandClient } from "../targets/command-client.ts";
import { mutantPairs, nullTargetsOf } from "../testing/mutant-pairs.ts";
import { smallClient } from "./clients/start-client.ts";
import { isKill } from "./run-self-test.ts";

test("every case is green on a client that does everything right", async () => {
  const client = smallClient();
  const results = await runSuite({ cases: clientCases, targets: { client }, timeScale: 1, concurrency: 6 });
  const found = results.map(({ header, verdict, message }) => ({ id: header.id, verdict, message }));
  expect(found).toEqual(found.map(({ id }) => ({ id, verdict: "pass", message: "" })));
});

test("cases of every update do not concern a client that shows the newest state", async () => {
  const client = { target: commandClient("true", "newest"), speakMs: 1 };
  const results = await runSuite({
    cases: clientCases.filter(({ header }) => ["client-follow-002", "client-follow-006"].includes(header.id)),
    targets: { client },
    timeScale: 1,
    concurrency: 2,
  });
  expect(results.map(({ verdict }) => verdict)).toEqual(["not_applicable", "not_applicable"]);
});

test.concurrent.for(mutantPairs("client"))(
  "a client that $name turns $id red",
  async ({ mutant, testCase }) => {
    const [result] = await mutant.play([testCase]);
    expect(result && isKill(result)).toBe(true);
    expect(result?.message).toMatch(/./);
  },
);

test.concurrent.for(nullTargetsOf("client"))("no case is green on a client that $name", async (subject) => {
  const results = await subject.play(clientCases);
  const green = results.filter((result) => !isKill(result));
  expect(green.map(({ header, verdict }) => [header.id, verdict])).toEqual([]);
});
