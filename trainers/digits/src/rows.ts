/** A matrix as its rows, each a view into one block of memory. */
export type Rows = readonly Float64Array[];

/** Views a block of memory as rows of the given width. The last row may not be shorter. */
export function rowsOf(block: Float64Array, width: number): Rows {
  return Array.from({ length: block.length / width }, (_, row) =>
    block.subarray(row * width, (row + 1) * width),
  );
}

/** target += factor · source, element by element: the loop in which a training spends its time. */
export function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let at = 0; at < target.length; at += 1) target[at] += factor * source[at];
}

/** The scalar product of two vectors of the same length. */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += left[at] * right[at];
  return sum;
}

/** The Euclidean length of a vector. */
export function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
