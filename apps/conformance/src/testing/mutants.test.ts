import { describe, expect, test } from "vitest";
import { serverCases as cases } from "../cases/manifest.ts";
import { peerOptionsFor } from "../peer/options.ts";
import { startReference } from "../peer/reference-peer.ts";
import { runCase } from "../run-case.ts";
import { mutantsByCase } from "./mutants/catalogue.ts";

const timeScale = 0.3;

const pairs = cases.flatMap((testCase) =>
  Object.entries(mutantsByCase[testCase.header.id] ?? {}).map(([name, mutant]) => ({
    id: testCase.header.id,
    name,
    testCase,
    mutant,
  })),
);

describe("a broken server", () => {
  test.concurrent.for(pairs)("$name turns $id red", async ({ testCase, mutant }) => {
    await using target = await startReference(mutant(), {
      ...peerOptionsFor(testCase),
      listIntervalMs: 1000 * timeScale,
    });
    const { verdict, message } = await runCase(testCase, { server: target }, { timeScale });
    expect({ verdict, message }).toEqual({
      verdict: testCase.header.level === "MUST" ? "fail" : "warn",
      message: expect.stringMatching(/./) as string,
    });
  });
});

test("every case has a broken server that it catches, and every broken server a case", () => {
  expect(Object.keys(mutantsByCase).sort()).toEqual(cases.map(({ header }) => header.id).sort());
});

test("no two broken servers share a name", () => {
  const names = pairs.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
