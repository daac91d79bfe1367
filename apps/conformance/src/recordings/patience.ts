/** How long the suite waits for a trainer, in milliseconds. */
export interface Patience {
  /** For its first record. */
  readonly speakMs: number;
  /** For the next record, where the trainer promises none; where it does, `graceMs` beyond its promise. */
  readonly progressMs: number;
  readonly graceMs: number;
  /** For the end of a whole training. */
  readonly trainingMs: number;
  /** For what it does when it is told to stop. */
  readonly stopMs: number;
  /** For its end after it accepted to be cancelled. */
  readonly cancelMs: number;
  /** Between two requests of a trainer that has nothing to report. */
  readonly askMs: number;
}

/** What is known of a training that goes on. Points in time are those of `performance.now()`. */
export interface TrainingFacts {
  readonly beganAtMs: number;
  /** `undefined` before the first record. */
  readonly lastRecordAtMs: number | undefined;
  /** What the trainer promised last with `expect_next_in_seconds`. */
  readonly promisedSeconds: number | undefined;
  /** Whether it spoke at all, for example in empty requests. */
  readonly hasSpoken: boolean;
  /** The status that ended the training; `undefined` before. */
  readonly terminalStatus: string | undefined;
}

/** Until when to wait, and what to say if nothing new comes by then. */
export interface Deadline {
  readonly atMs: number;
  readonly problem: string;
}

/** The point at which the suite's patience with a training ends, unless something new comes before. */
export function deadlineOf(facts: TrainingFacts, patience: Patience): Deadline {
  const { beganAtMs, lastRecordAtMs, promisedSeconds, hasSpoken } = facts;
  const whole = {
    atMs: beganAtMs + patience.trainingMs,
    problem: `the training did not end within ${seconds(patience.trainingMs)} (--training-seconds)`,
  };
  if (lastRecordAtMs === undefined) {
    const what = hasSpoken ? "it sent requests, but no record" : "no request came";
    const within = `within ${seconds(patience.speakMs)} (--ready-seconds)`;
    return {
      atMs: beganAtMs + patience.speakMs,
      problem: `the trainer never spoke: ${what} ${within}, though its process is alive`,
    };
  }
  if (facts.terminalStatus !== undefined) {
    const after = `${seconds(patience.stopMs)} after it reported ${facts.terminalStatus}`;
    return { atMs: lastRecordAtMs + patience.stopMs, problem: `its process was still alive ${after}` };
  }
  const isPromised = promisedSeconds !== undefined && Number.isFinite(promisedSeconds);
  const allowedMs = isPromised ? promisedSeconds * 1000 + patience.graceMs : patience.progressMs;
  const why = isPromised ? `it promised the next record within ${promisedSeconds} s` : "--progress-seconds";
  const next = {
    atMs: lastRecordAtMs + allowedMs,
    problem: `no progress for ${seconds(allowedMs)} though its trainer is alive (${why})`,
  };
  return next.atMs < whole.atMs ? next : whole;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
