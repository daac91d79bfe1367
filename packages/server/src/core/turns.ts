/** Runs jobs one after another, each when the one before has ended, whether well or not. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Runs the job in its turn. Resolves and rejects as the job does. */
  run<T>(job: () => Promise<T>): Promise<T> {
    const run = this.#last.then(job);
    this.#last = run.then(
      () => undefined,
      () => undefined,
    );
    return run;
  }
}
