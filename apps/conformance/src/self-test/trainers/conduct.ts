/** A record, right or wrong. */
export type Fields = Readonly<Record<string, unknown>>;

/** How a trainer behaves. A fault overrides a part of it. */
export interface Conduct {
  /** Steps of the whole training. */
  readonly steps: number;
  readonly intervalMs: number;
  /** How many steps it reports in one request. */
  readonly stepsPerRequest: number;
  /** What it reports of a step. */
  readonly report: (step: number) => Fields;
  /** What it reports at its end. */
  readonly last: (status: string) => readonly Fields[];
  /** Its name and number for the nth record, from 1. */
  readonly numbering: (n: number) => Fields;
  /** The body of a request. */
  readonly body: (records: readonly Fields[]) => string;
  readonly contentType: string;
  /** The training it publishes, given the one it was told. */
  readonly trainId: (told: string) => string;
  /** Whether it waits for the answer to a request before it goes on. */
  readonly waits: boolean;
  /** What it sends again after a request without an answer, and after a refusal; `undefined` = nothing. */
  readonly again: (records: readonly Fields[], why: "no answer" | "refused") => readonly Fields[] | undefined;
  /** Whether it sends rejected records again. */
  readonly insists: boolean;
  readonly atTerm: "cancel" | "die" | "ignore" | "say nothing";
  readonly atCancel: "cancel" | "refuse" | "accept and go on" | "accept and complete" | "ignore";
  /** What it answers to a pause, one after the other; none = it knows no pause. */
  readonly pauseAnswers: readonly string[];
  /** Whether it answers a command each time that it is named. */
  readonly answersAgain: boolean;
  readonly whilePaused: "wait" | "go on" | "end" | "ask nothing";
  readonly pausedStatus: string;
  readonly atResume: "go on" | "leave" | "ignore";
  readonly exitCode: number;
}

const finite = (records: readonly Fields[]): string => JSON.stringify(records);

/** A trainer that does everything right. */
export const faultless: Conduct = {
  steps: 12,
  intervalMs: 10,
  stepsPerRequest: 1,
  report: (step) => ({ current_step: step, total_steps: 12, loss: 1 / step, expect_next_in_seconds: 5 }),
  last: (status) => [{ status }],
  numbering: (n) => ({ producer_id: "trainer", producer_seq: n }),
  body: finite,
  contentType: "application/json",
  trainId: (told) => told,
  waits: true,
  again: (records) => records,
  insists: false,
  atTerm: "cancel",
  atCancel: "cancel",
  pauseAnswers: ["accepted", "done"],
  answersAgain: false,
  whilePaused: "wait",
  pausedStatus: "paused",
  atResume: "go on",
  exitCode: 0,
};
