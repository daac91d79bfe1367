import { expect, test } from "vitest";
import { serverCases as cases } from "../cases/manifest.ts";
import { peerOptionsFor } from "../peer/options.ts";
import { startReference } from "../peer/reference-peer.ts";
import { runCase } from "../run-case.ts";

test.concurrent.for(cases.map((each) => [each.header.id, each] as const))(
  "%s is green on the reference peer",
  async ([, testCase]) => {
    await using target = await startReference({}, peerOptionsFor(testCase));
    const { verdict, message } = await runCase(testCase, { server: target }, { timeScale: 1 });
    expect({ verdict, message }).toEqual({ verdict: "pass", message: "" });
  },
);
