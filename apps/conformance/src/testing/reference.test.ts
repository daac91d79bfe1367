import { expect, test } from "vitest";
import { serverCases as cases } from "../cases/manifest.ts";
import { runCase } from "../run-case.ts";
import { peerOptionsFor } from "./reference/options.ts";
import { startReference } from "./reference/reference-peer.ts";

test.concurrent.for(cases.map((each) => [each.header.id, each] as const))(
  "%s is green on the reference peer",
  async ([, testCase]) => {
    await using target = await startReference({}, peerOptionsFor(testCase));
    const { verdict, message } = await runCase(testCase, { server: target }, { timeScale: 1 });
    expect({ verdict, message }).toEqual({ verdict: "pass", message: "" });
  },
);
