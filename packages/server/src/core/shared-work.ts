/**
 * Work of which each result serves all who asked for it before it began: one is under way for each key, and at most one
 * waits, so that nobody is given what was found before they asked.
 */
export class SharedWork<Result> {
  readonly #jobs = new Map<string, { readonly running: Promise<Result>; next?: Promise<Result> }>();

  /** The result of a job that begins now, or when the one under way for this key has ended. */
  run(key: string, job: () => Promise<Result>): Promise<Result> {
    const current = this.#jobs.get(key);
    if (!current) return this.#begin(key, job);
    const begin = () => this.#begin(key, job);
    current.next ??= current.running.then(begin, begin);
    return current.next;
  }

  #begin(key: string, job: () => Promise<Result>): Promise<Result> {
    const running = job();
    const current: { readonly running: Promise<Result>; next?: Promise<Result> } = { running };
    this.#jobs.set(key, current);
    const end = () => {
      if (!current.next) this.#jobs.delete(key);
    };
    running.then(end, end);
    return running;
  }
}
