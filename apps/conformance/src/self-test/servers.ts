import { type PeerOptions, peerOptionsFor } from "../peer/options.ts";
import { startReference } from "../peer/reference-peer.ts";
import { runCase } from "../run-case.ts";
import { runSuite } from "../run-suite.ts";
import type { CaseResult } from "../verdict.ts";
import { mutantsByCase } from "./mutants/catalogue.ts";
import { nullServers, startNullServer } from "./null-servers.ts";
import { type Mutant, type Subject, sentenceOf } from "./subject.ts";

const timeScale = 0.3;
const listIntervalMs = 1000 * timeScale;

/** Every broken server. Each case meets one that was just started, with a fault that remembers nothing. */
export const serverMutants: readonly Mutant[] = Object.entries(mutantsByCase).flatMap(([id, mutants]) =>
  Object.entries(mutants).map(([name, mutant]) => ({
    name,
    role: "server" as const,
    breaks: sentenceOf("server", name),
    names: [id],
    play: async (cases) => {
      const results: CaseResult[] = [];
      for (const testCase of cases) {
        const options: Partial<PeerOptions> = { ...peerOptionsFor(testCase), listIntervalMs };
        await using server = await startReference(mutant(), options);
        results.push(await runCase(testCase, { server }, { timeScale }));
      }
      return results;
    },
  })),
);

/** Servers that do nothing of what they should. */
export const nullServerSubjects: readonly Subject[] = Object.entries(nullServers).map(
  ([name, nullServer]) => ({
    name,
    role: "server",
    breaks: `A server that does nothing but this: ${name}.`,
    play: async (cases) => {
      await using server = await startNullServer(nullServer);
      return await runSuite({ cases, targets: { server }, timeScale: 0.1, concurrency: 10 });
    },
  }),
);
