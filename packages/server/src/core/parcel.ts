/**
 * Messages that leave together, to any number of sockets, one text frame each. An adapter keeps its encoding
 * of them here, so that they are encoded once and not once for every viewer.
 */
export class Parcel {
  readonly texts: readonly string[];
  #length: number | undefined;
  /** The adapter's own; the core never looks at it. */
  encoding: unknown;

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  /** How many characters its messages have: about as many bytes. */
  get length(): number {
    return (this.#length ??= this.texts.reduce((sum, text) => sum + text.length, 0));
  }
}
