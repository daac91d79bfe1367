import { expect, test } from "vitest";
import { mutantPairs } from "../testing/mutant-pairs.ts";
import { isKill } from "./run-self-test.ts";

test.concurrent.for(mutantPairs("server"))(
  "a server that $name turns $id red",
  async ({ mutant, testCase }) => {
    const results = await mutant.play([testCase]);
    expect(results.map((result) => ({ ...result, isKill: isKill(result) }))).toMatchObject([
      { message: expect.stringMatching(/./) as string, isKill: true },
    ]);
  },
);
