import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { clientCases } from "../cases/manifest.ts";
import { runCase } from "../run-case.ts";
import { runSuite } from "../run-suite.ts";
import { commandClient } from "../targets/command-client.ts";
import { faults, nullClients } from "./clients/faults.ts";
import { clientMutantsByCase } from "./mutants/clients.ts";

const main = fileURLToPath(new URL("clients/main.ts", import.meta.url));
const clientOf = (name = "", speakMs = 5000) => ({
  target: commandClient(`exec "${process.execPath}" "${main}" "${name}"`, "every"),
  speakMs,
});

/** Cases that wait long for what a broken client never does. */
const patient = ["client-link-006", "client-link-008", "client-link-009"];

test("every case is green on a client that does everything right", async () => {
  const client = clientOf();
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

describe("a faulty client", () => {
  const pairs = clientCases.flatMap((testCase) =>
    (clientMutantsByCase[testCase.header.id] ?? []).map((fault) => ({
      id: testCase.header.id,
      fault,
      testCase,
    })),
  );

  test.concurrent.for(pairs)("$fault turns $id red", async ({ id, fault, testCase }) => {
    const timeScale = patient.includes(id) ? 0.1 : 0.6;
    const { verdict, message } = await runCase(testCase, { client: clientOf(fault) }, { timeScale });
    expect({ verdict, message }).toEqual({
      verdict: testCase.header.level === "MUST" ? "fail" : "warn",
      message: expect.stringMatching(/./) as string,
    });
  });

  test("is there for every case", () => {
    expect(Object.keys(clientMutantsByCase).sort()).toEqual(
      clientCases.map(({ header }) => header.id).sort(),
    );
    const named = Object.values(clientMutantsByCase).flat();
    expect(named.filter((fault) => !Object.hasOwn(faults, fault))).toEqual([]);
    expect(Object.keys(faults).filter((fault) => !named.includes(fault))).toEqual([]);
  });
});

test.concurrent.for(nullClients)("no case is green on a null client that %s", async (name) => {
  const results = await runSuite({
    cases: clientCases,
    targets: { client: clientOf(name, 300) },
    timeScale: 0.05,
    concurrency: 3,
  });
  const found = results.map(({ header: { id, level }, verdict }) => [id, level, verdict]);
  const red = results.map(({ header: { id, level } }) => [id, level, level === "MUST" ? "fail" : "warn"]);
  expect(found).toEqual(red);
});
