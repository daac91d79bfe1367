import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DigitsError } from "./errors.ts";

const require = createRequire(import.meta.url);

/** Width and height of a digit, in pixels. */
export const side = 28;
/** Pixels of a digit. */
export const pixelCount = side * side;
/** The labels: the digits 0 to 9. */
export const classCount = 10;

const heldOutEvery = 5;

/** A digit as someone wrote it. */
export interface Digit {
  readonly label: number;
  /** side × side, row by row; 0 is paper, 1 is ink. */
  readonly pixels: Float32Array;
}

/** What a network learns from, and what it is judged by. No digit is in both. */
export interface DigitSets {
  readonly train: readonly Digit[];
  readonly heldOut: readonly Digit[];
}

/**
 * Reads 10,000 digits of MNIST (the package `mnist`) and holds out every fifth of each label, the same ones in
 * every run. Labels take turns, so that the beginning of either set is a balanced smaller one.
 *
 * @throws DigitsError `bad_data` if the package's files are missing or not as expected.
 */
export async function loadDigits(): Promise<DigitSets> {
  const byLabel: Float32Array[] = [];
  for (let label = 0; label < classCount; label += 1) byLabel.push(await readPixels(label));
  const rounds = Math.max(...byLabel.map((pixels) => pixels.length)) / pixelCount;
  const train: Digit[] = [];
  const heldOut: Digit[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const set = round % heldOutEvery === heldOutEvery - 1 ? heldOut : train;
    for (const [label, block] of byLabel.entries()) {
      const pixels = block.subarray(round * pixelCount, (round + 1) * pixelCount);
      if (pixels.length === pixelCount) set.push({ label, pixels });
    }
  }
  return { train, heldOut };
}

/** All digits of one label, one after another. */
async function readPixels(label: number): Promise<Float32Array> {
  const file = `src/digits/${label}.json`;
  try {
    const path = join(dirname(require.resolve("mnist/package.json")), file);
    const { data } = JSON.parse(await readFile(path, "utf8")) as { data: number[] };
    const pixels = Float32Array.from(data);
    if (pixels.length > 0 && pixels.length % pixelCount === 0) return pixels;
  } catch (cause) {
    throw new DigitsError("bad_data", `cannot read mnist/${file}: install the package mnist anew`, { cause });
  }
  throw new DigitsError("bad_data", `mnist/${file} does not hold digits of ${side} × ${side} pixels`);
}
