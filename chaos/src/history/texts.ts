/** Keeps one copy of each text, since what one viewer is sent most others are sent too. */
export class Texts {
  readonly #kept = new Map<string, string>();

  /** The kept copy of this text. */
  keep(text: string): string {
    const kept = this.#kept.get(text);
    if (kept !== undefined) return kept;
    this.#kept.set(text, text);
    return text;
  }
}
