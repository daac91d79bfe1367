import { setTimeout } from "node:timers/promises";
import { type Conduct, type Fields, faultless } from "./conduct.ts";

const forever = 1_000_000;

/** What can be wrong with a trainer, by name. */
export const faults: Readonly<Record<string, Partial<Conduct>>> = {
  "reports-a-text-as-loss": { report: (step) => ({ ...faultless.report(step), loss: "high" }) },
  "publishes-another-training": { trainId: () => "something-else" },
  "names-no-content-type": { contentType: "text/plain" },
  "goes-back-a-step": {
    report: (step) => ({ ...faultless.report(step), current_step: step === 9 ? 2 : step }),
  },
  "lets-progress-fall": { report: (step) => ({ progress: step === 9 ? 1 : step }) },
  "leaves-without-an-end": { last: () => [] },
  "goes-on-after-its-end": { last: (status) => [{ status }, { loss: 1 }] },
  "ends-twice": { last: (status) => [{ status }, { status: "failed" }] },
  "exits-with-1-after-completed": { exitCode: 1 },
  "calls-itself-failed": { last: () => [{ status: "failed" }] },
  crashes: {
    report: (step) => {
      if (step < 6) return faultless.report(step);
      console.error("CUDA error: an illegal memory access was encountered");
      return process.exit(7);
    },
  },
  "says-nan-in-words": { report: (step) => ({ ...faultless.report(step), loss: step > 6 ? "nan" : 1 }) },
  "numbers-backwards": { numbering: (n) => ({ producer_id: "trainer", producer_seq: 1000 - n }) },
  "does-not-wait": { waits: false },
  "drops-what-is-refused": { again: (records, why) => (why === "refused" ? undefined : records) },
  "drops-what-is-cut": { again: (records, why) => (why === "refused" ? records : undefined) },
  "changes-what-it-sends-again": {
    again: (records) => records.map((record) => ({ ...record, loss: 0.77 })),
  },
  "renumbers-what-it-sends-again": {
    again: (records, why) =>
      why === "refused"
        ? records
        : records.map((record) => ({ ...record, producer_seq: Number(record["producer_seq"]) + 100 })),
  },
  "has-no-numbers": { numbering: () => ({}) },
  "insists-on-rejected-records": { insists: true },
  "gives-up-in-trouble": {
    again: () => {
      process.exit(3);
    },
  },
  "ignores-term": { atTerm: "ignore", steps: forever },
  "dies-at-term": { atTerm: "die", steps: forever },
  "says-nothing-at-term": { atTerm: "say nothing", steps: forever },
  "accepts-cancel-and-goes-on": { atCancel: "accept and go on", steps: forever },
  "accepts-cancel-and-completes": { atCancel: "accept and complete", steps: forever },
  "refuses-commands": { atCancel: "refuse", pauseAnswers: ["refused"] },
  "knows-no-commands": { atCancel: "ignore", pauseAnswers: [] },
  "answers-pause-each-time": { answersAgain: true },
  "accepts-pause-after-it-is-done": { pauseAnswers: ["done", "accepted"] },
  "leaves-pause-accepted": { pauseAnswers: ["accepted"] },
  "goes-on-while-paused": { whilePaused: "go on", steps: 300 },
  "pauses-without-a-word": { pausedStatus: "running" },
  "ends-when-paused": { whilePaused: "end" },
  "resumes-and-leaves": { atResume: "leave" },
  "never-resumes": { atResume: "ignore" },
  "asks-for-nothing-while-paused": { whilePaused: "ask nothing" },
  hangs: {
    report: (step) => (step < 6 ? { current_step: step, expect_next_in_seconds: 0.1 } : {}),
    steps: forever,
  },
  floods: { steps: forever, intervalMs: 0, stepsPerRequest: 200 },
  "never-ends": { steps: forever },
  "reports-nan": {
    report: (step) => ({ current_step: step, loss: step > 6 ? Number.NaN : 1 }),
    body: (records: readonly Fields[]) => JSON.stringify(records).replaceAll('"loss":null', '"loss":NaN'),
  },
};

/** Trainers that do nothing of what they should. No case may pass on them. */
export const nullTrainers: Readonly<Record<string, (url: string, trainId: string) => Promise<void>>> = {
  silent: () => setTimeout(forever),
  "exits at once": () => Promise.resolve(),
  "exits at once with 1": () => Promise.resolve(process.exit(1)),
  "sends empty requests": async (url, trainId) => {
    const address = new URL(`/api/v1/trainings/${trainId}/updates`, url);
    const headers = { "content-type": "application/json" };
    for (;;) {
      await fetch(address, { method: "POST", headers, body: "[]" }).catch(() => undefined);
      await setTimeout(10);
    }
  },
  "speaks something else": async (url) => {
    for (;;) {
      await fetch(url, { method: "POST", body: "hello" }).catch(() => undefined);
      await setTimeout(10);
    }
  },
};
