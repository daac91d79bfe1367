/** A part of a file. */
export interface ByteRange {
  /** Its first byte. */
  readonly start: number;
  /** Its last byte; `start - 1` of an empty one. */
  readonly end: number;
}
