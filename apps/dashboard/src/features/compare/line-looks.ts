/** How one of many lines is told apart: by colour, then by dashes as well. */
export interface LineLook {
  readonly color: string;
  readonly dash?: readonly number[];
}

const colors = 8;
const dashes: readonly (readonly number[] | undefined)[] = [undefined, [6, 3], [2, 3], [8, 3, 2, 3]];

/** The look of the training at this place: the same in all charts and tables. */
export function lineLook(index: number): LineLook {
  const dash = dashes[Math.floor(index / colors) % dashes.length];
  return { color: `--series-${(index % colors) + 1}`, ...(dash && { dash }) };
}
