/** What has something to write at the end of the turn. */
export interface Writer {
  flush(): void;
}

/**
 * Joins what is sent in one turn of the event loop: each socket is written to once, after every commit of the
 * turn was fanned out. One for all sockets of a server.
 */
export class WriteTurn {
  readonly #onFlushed: () => void;
  #writers: Writer[] = [];

  /** @param onFlushed Called once a turn, when all was written. */
  constructor(onFlushed: () => void) {
    this.#onFlushed = onFlushed;
  }

  /** Flushes the writer once the promises that are ready have run. Call it once a turn and writer. */
  add(writer: Writer): void {
    if (this.#writers.push(writer) === 1) queueMicrotask(this.#flushAll);
  }

  readonly #flushAll = (): void => {
    const writers = this.#writers;
    this.#writers = [];
    for (const writer of writers) writer.flush();
    this.#onFlushed();
  };
}
