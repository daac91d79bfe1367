#!/usr/bin/env node
import { readOptions } from "./options.ts";
import { Pauses } from "./pauses.ts";
import { publishDigits } from "./publish.ts";
import { run } from "./run.ts";
import { abortOnStopSignals } from "./stop-signals.ts";

/** How long the last reports of a cancelled training may take, in milliseconds. */
const lastReportsMs = 2000;

const { url, trainId, token, name, reportEvery, quiet, ...plan } = readOptions(process.argv);
const log = quiet ? () => {} : console.log;
const stop = new AbortController();
const giveUp = new AbortController();
const pauses = new Pauses();
abortOnStopSignals(stop);
stop.signal.addEventListener("abort", () => {
  log("cancelling");
  setTimeout(() => giveUp.abort(), lastReportsMs).unref();
});

try {
  const sink = publishDigits({
    url,
    trainId,
    token,
    name,
    plan,
    isLaunched: Boolean(process.env["TRAINWIRE_LAUNCH_ID"]),
    signal: giveUp.signal,
    onCancel: () => stop.abort(),
    pauses,
    onProblem: ({ message }) => log(`not published: ${message}`),
  });
  log(`training ${sink.trainId}, published to ${url.origin}`);
  log(await run(plan, { sink, reportEvery, signal: stop.signal, pauses, log }));
} catch (error) {
  console.error(`failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
