import { expect, test } from "vitest";
import { serverCases } from "./cases/manifest.ts";
import type { Mutation } from "./peer/mutation.ts";
import { startReference } from "./peer/reference-peer.ts";
import { runSuite } from "./run-suite.ts";

test("cases of the passive profile are green on a server without any training, and change nothing there", async () => {
  const changes: string[] = [];
  const noting: Mutation = {
    request: (request) => {
      if (request.method !== "GET") changes.push(`${request.method} ${request.path}`);
      return request;
    },
  };
  await using server = await startReference(noting);
  const cases = serverCases.filter(({ header }) => !header.writes);
  const results = await runSuite({ cases, targets: { server }, timeScale: 1, concurrency: 4 });
  expect(results.length).toBeGreaterThan(9);
  expect(results.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  expect(changes).toEqual([]);
  const answer = await fetch(new URL("/api/v1/trainings", server.url));
  expect(await answer.json()).toEqual({ trainings: [] });
});
