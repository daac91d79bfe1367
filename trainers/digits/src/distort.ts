import { side } from "./data.ts";
import type { Random } from "./random.ts";

const maxRotation = 0.2;
const maxScaling = 0.12;
const maxShift = 2;
const middle = (side - 1) / 2;

/**
 * Writes the digit as another hand might have: turned by up to 0.2 rad, up to 12 % larger or smaller, shifted
 * by up to 2 pixels. A network that never sees the same pixels twice learns shapes, not samples.
 *
 * @param pixels, target side × side each.
 */
export function distort(pixels: Float32Array, target: Float64Array, random: Random): void {
  const angle = random.around(maxRotation);
  const scale = 1 + random.around(maxScaling);
  const cos = Math.cos(angle) * scale;
  const sin = Math.sin(angle) * scale;
  const left = middle + random.around(maxShift);
  const top = middle + random.around(maxShift);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const x = left + cos * (column - middle) - sin * (row - middle);
      const y = top + sin * (column - middle) + cos * (row - middle);
      target[row * side + column] = between(pixels, x, y);
    }
  }
}

/** The ink at a point between pixels, weighted by nearness; no ink outside. */
function between(pixels: Float32Array, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column >= side - 1 || row >= side - 1) return 0;
  const right = x - column;
  const below = y - row;
  const at = row * side + column;
  const upper = pixels[at] * (1 - right) + pixels[at + 1] * right;
  const lower = pixels[at + side] * (1 - right) + pixels[at + side + 1] * right;
  return upper * (1 - below) + lower * below;
}
