import type { Case } from "../define-case.ts";
import { runCase } from "../run-case.ts";
import { runSuite } from "../run-suite.ts";
import { nullClients } from "./clients/faults.ts";
import { smallClient } from "./clients/start-client.ts";
import { clientMutantsByCase } from "./mutants/clients.ts";
import { namesByFault } from "./mutants/names-by-fault.ts";
import { type Mutant, type Subject, sentenceOf } from "./subject.ts";

/** Cases that wait long for what a broken client never does. */
const patient = ["client-link-006", "client-link-008", "client-link-009"];

/** Every broken client. */
export const clientMutants: readonly Mutant[] = namesByFault(clientMutantsByCase).map(([name, names]) => ({
  name,
  role: "client",
  breaks: sentenceOf("client", name),
  names,
  play: (cases) => Promise.all(cases.map((testCase) => playOn(name, testCase))),
}));

function playOn(name: string, testCase: Case) {
  const timeScale = patient.includes(testCase.header.id) ? 0.1 : 0.6;
  return runCase(testCase, { client: smallClient(name) }, { timeScale });
}

/** Clients that do nothing of what they should. */
export const nullClientSubjects: readonly Subject[] = nullClients.map((name) => ({
  name,
  role: "client",
  breaks: sentenceOf("client", name),
  play: (cases) =>
    runSuite({ cases, targets: { client: smallClient(name, 300) }, timeScale: 0.05, concurrency: 3 }),
}));
