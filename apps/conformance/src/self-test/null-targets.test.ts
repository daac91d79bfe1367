import { expect, test } from "vitest";
import { nullTargetsOf } from "../testing/mutant-pairs.ts";
import { casesOf, isKill } from "./run-self-test.ts";

test.concurrent.for(nullTargetsOf("server"))("no case is green on it: $name", async (subject) => {
  const results = await subject.play(casesOf("server"));
  const green = results.filter((result) => !isKill(result));
  expect(results.length).toBe(casesOf("server").length);
  expect(green.map(({ header, verdict }) => [header.id, verdict])).toEqual([]);
});
