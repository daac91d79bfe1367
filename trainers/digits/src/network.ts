import { crossEntropy, type Score } from "./cross-entropy.ts";
import { DenseLayer, parameterCount } from "./dense-layer.ts";
import type { Random } from "./random.ts";
import { type Rows, rowsOf } from "./rows.ts";

/** The size of a network, and of the largest batch it will be given. */
export interface NetworkShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly classes: number;
  readonly maxBatch: number;
}

/** A perceptron of two layers: classes = softmax(W₂ · relu(W₁ · pixels + b₁) + b₂). */
export class Network {
  /** All weights and biases, as one vector. */
  readonly parameters: Float64Array;
  /** The gradient of the loss with respect to `parameters`, in the same order. */
  readonly gradients: Float64Array;
  readonly #first: DenseLayer;
  readonly #second: DenseLayer;
  /** maxBatch × hidden */
  readonly #hidden: Rows;
  /** maxBatch × hidden */
  readonly #hiddenGradients: Rows;
  /** maxBatch × classes */
  readonly #logits: Rows;

  /** Begins with random weights of the deviation that suits rectified units (He et al., 2015) and no biases. */
  constructor({ inputs, hidden, classes, maxBatch }: NetworkShape, random: Random) {
    const firstShape = { inputs, outputs: hidden };
    const secondShape = { inputs: hidden, outputs: classes };
    const split = parameterCount(firstShape);
    const size = split + parameterCount(secondShape);
    const parameters = new Float64Array(size);
    const gradients = new Float64Array(size);
    this.parameters = parameters;
    this.gradients = gradients;
    this.#first = new DenseLayer(firstShape, parameters.subarray(0, split), gradients.subarray(0, split));
    this.#second = new DenseLayer(secondShape, parameters.subarray(split), gradients.subarray(split));
    for (const { weights } of [this.#first, this.#second]) {
      const deviation = Math.sqrt(2 / weights.length);
      for (const row of weights) row.forEach((_, at) => (row[at] = deviation * random.normal()));
    }
    this.#hidden = rowsOf(new Float64Array(maxBatch * hidden), hidden);
    this.#hiddenGradients = rowsOf(new Float64Array(maxBatch * hidden), hidden);
    this.#logits = rowsOf(new Float64Array(maxBatch * classes), classes);
  }

  /** Scores a batch (samples × inputs) without learning from it. */
  score(inputs: Rows, labels: ArrayLike<number>): Score {
    return crossEntropy(this.#forward(inputs), labels);
  }

  /** Scores a batch (samples × inputs) and sets `gradients` to those of its mean loss. */
  scoreWithGradients(inputs: Rows, labels: ArrayLike<number>): Score {
    const logits = this.#forward(inputs);
    const score = crossEntropy(logits, labels);
    const hidden = this.#hidden.slice(0, inputs.length);
    const hiddenGradients = this.#hiddenGradients.slice(0, inputs.length);
    this.#second.backward(hidden, logits);
    this.#second.backwardToInputs(logits, hiddenGradients);
    silence(hiddenGradients, hidden);
    this.#first.backward(inputs, hiddenGradients);
    return score;
  }

  /** The logits of a batch (samples × classes), in memory that the next call uses again. */
  #forward(inputs: Rows): Rows {
    const hidden = this.#hidden.slice(0, inputs.length);
    const logits = this.#logits.slice(0, inputs.length);
    this.#first.forward(inputs, hidden);
    silence(hidden, hidden);
    this.#second.forward(hidden, logits);
    return logits;
  }
}

/** Sets to zero what belongs to units that are not active; NaN passes, so that a divergence shows. */
function silence(values: Rows, activations: Rows): void {
  for (let sample = 0; sample < values.length; sample += 1) {
    const row = values[sample];
    const activation = activations[sample];
    for (let unit = 0; unit < row.length; unit += 1) if (activation[unit] <= 0) row[unit] = 0;
  }
}
