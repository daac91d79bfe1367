const longestText = 2000;
const keptFrames = 20_000;

/** Something that passed between an actor and the target. */
export interface Frame {
  /** Milliseconds since the case began. */
  readonly atMs: number;
  /** Who saw it, for example `viewer-1`. */
  readonly actor: string;
  readonly direction: "sent" | "received";
  /** The frame's text, a request line, or an answer; cut after 2000 characters. */
  readonly text: string;
}

/** Everything that passed between one case's actors and the target, in order. */
export class Trace {
  readonly #beganMs = performance.now();
  readonly #frames: Frame[] = [];
  #received = 0;

  /** Frames and answers, oldest first; of very many the newest 20 000 at least. */
  get frames(): readonly Frame[] {
    return this.#frames;
  }

  /** How many frames and answers came from the target. */
  get received(): number {
    return this.#received;
  }

  /** Takes over what passed in a recording that several cases judge. */
  adopt(frames: readonly Frame[]): void {
    for (const frame of frames) {
      if (frame.direction === "received") this.#received += 1;
      this.#frames.push(frame);
    }
  }

  /** Notes one frame. */
  record(actor: string, direction: Frame["direction"], text: string): void {
    if (direction === "received") this.#received += 1;
    const shown =
      text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text;
    if (this.#frames.length >= 2 * keptFrames) this.#frames.splice(0, keptFrames);
    this.#frames.push({ atMs: performance.now() - this.#beganMs, actor, direction, text: shown });
  }
}
