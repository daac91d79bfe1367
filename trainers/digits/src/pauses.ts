type State =
  | { readonly phase: "going" }
  /** Until the step in progress is done. */
  | { readonly phase: "asked"; readonly tell: () => void }
  | { readonly phase: "paused"; readonly goOn: () => void };

/** Pauses of a training, obeyed between two steps. */
export class Pauses {
  #state: State = { phase: "going" };

  /** Asks for a pause; `tell` is called when the training is paused. */
  pause(tell: () => void): void {
    if (this.#state.phase === "paused") tell();
    else this.#state = { phase: "asked", tell };
  }

  /** Lets the training go on, or not pause at all. */
  resume(): void {
    const state = this.#state;
    this.#state = { phase: "going" };
    if (state.phase === "paused") state.goOn();
  }

  /** Pauses if that was asked for; resolves when the training is to go on, or the signal aborts. */
  async betweenSteps(signal: AbortSignal): Promise<void> {
    if (this.#state.phase !== "asked" || signal.aborted) return;
    this.#state.tell();
    const { promise, resolve } = Promise.withResolvers<void>();
    const goOn = (): void => resolve();
    this.#state = { phase: "paused", goOn };
    signal.addEventListener("abort", goOn);
    await promise;
    signal.removeEventListener("abort", goOn);
    this.#state = { phase: "going" };
  }
}
