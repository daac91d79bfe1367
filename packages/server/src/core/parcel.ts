/**
 * Messages that leave together, to any number of sockets, one text frame each. An adapter keeps its encoding
 * of them here, so that they are encoded once and not once for every viewer.
 */
export class Parcel {
  readonly texts: readonly string[];
  /** The adapter's own; the core never looks at it. */
  encoding: unknown;

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }
}
