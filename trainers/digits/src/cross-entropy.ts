import type { Rows } from "./rows.ts";

/** How well a batch was classified. */
export interface Score {
  /** Mean cross-entropy per sample, in nats. */
  readonly loss: number;
  /** Samples whose largest logit was that of their label. */
  readonly correct: number;
}

/**
 * Scores logits (samples × classes) against the labels by softmax cross-entropy, and replaces them by the
 * gradient of the mean loss with respect to them.
 */
export function crossEntropy(logits: Rows, labels: ArrayLike<number>): Score {
  let loss = 0;
  let correct = 0;
  for (let sample = 0; sample < logits.length; sample += 1) {
    const row = logits[sample];
    const label = labels[sample];
    const best = largest(row);
    if (best === label) correct += 1;
    // Shifting by the largest logit keeps exp() from overflowing; NaN stays NaN.
    const shift = row[Math.max(best, 0)];
    const logit = row[label] - shift;
    let sum = 0;
    for (let at = 0; at < row.length; at += 1) {
      row[at] = Math.exp(row[at] - shift);
      sum += row[at];
    }
    loss += Math.log(sum) - logit;
    for (let at = 0; at < row.length; at += 1) row[at] /= sum * logits.length;
    row[label] -= 1 / logits.length;
  }
  return { loss: loss / logits.length, correct };
}

/** The index of the largest element, -1 if none is a number. */
function largest(row: Float64Array): number {
  let best = -1;
  for (let at = 0; at < row.length; at += 1) {
    if (row[at] > (best < 0 ? -Infinity : row[best])) best = at;
  }
  return best;
}
