#!/usr/bin/env node
import { readOptions } from "./options.ts";
import { publishDigits } from "./publish.ts";
import { run } from "./run.ts";
import { abortOnStopSignals } from "./stop-signals.ts";

const { url, trainId, name, reportEvery, quiet, ...plan } = readOptions(process.argv);
const log = quiet ? () => {} : console.log;
const stop = new AbortController();
abortOnStopSignals(stop);
stop.signal.addEventListener("abort", () => log("cancelling"));

const publisher = publishDigits({
  url,
  trainId,
  name,
  plan,
  onCancel: () => stop.abort(),
  onProblem: (message) => log(`not published: ${message}`),
});
log(`training ${publisher.trainId}, published to ${url.origin}`);

try {
  log(await run(plan, { sink: publisher, reportEvery, signal: stop.signal, log }));
} catch (error) {
  console.error(`failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
