/** A piece of a file, such as a line, and the position right after it, in bytes. */
export interface Piece {
  readonly bytes: Buffer;
  readonly end: number;
}

/** What a buffer was cut into. */
export interface Cut {
  readonly pieces: readonly Piece[];
  /** How far the buffer is used up; what follows is not whole yet. */
  readonly consumed: number;
  /** How many bytes are needed from there to get further, if that is known to be more than one buffer. */
  readonly needs?: number;
  /** The file cannot be read beyond this point. */
  readonly broken?: string;
}

/** Where a buffer stands in its file. */
export interface BufferPlace {
  readonly position: number;
  /** Nothing will ever be added behind the buffer. */
  readonly isEnd: boolean;
}

/** Cuts what a file holds at a position into pieces, as far as they are whole. */
export type Cutter = (buffer: Buffer, place: BufferPlace) => Cut;
