/** Plays each scene once, one at a time, and keeps what came of it. Disposing of it cuts short what is played. */
export class Takes<Scene, Recording> implements AsyncDisposable {
  readonly #recordings = new Map<Scene, Promise<Recording>>();
  readonly #cut = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  /** What came of the scene; plays it if it was not played yet. Rejects as `play` does. */
  take(scene: Scene, play: (signal: AbortSignal) => Promise<Recording>): Promise<Recording> {
    const known = this.#recordings.get(scene);
    if (known) return known;
    const playing = this.#last.then(() => play(this.#cut.signal));
    this.#recordings.set(scene, playing);
    this.#last = playing.catch(() => {
      // Whoever asked for the scene learns of it.
    });
    return playing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cut.abort();
    await this.#last;
  }
}
