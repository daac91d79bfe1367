/** Runs jobs one after another, each when the one before has ended, whether well or not. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Runs the job in its turn. Rejects as the job does. */
  run(job: () => Promise<void>): Promise<void> {
    const run = this.#last.then(job);
    this.#last = run.catch(() => undefined);
    return run;
  }
}
