import { addScaled, dot, type Rows, rowsOf } from "./rows.ts";

/** How many numbers a layer takes and gives. */
export interface LayerShape {
  readonly inputs: number;
  readonly outputs: number;
}

/** How many parameters a layer of this shape has: its weights and its biases. */
export function parameterCount({ inputs, outputs }: LayerShape): number {
  return (inputs + 1) * outputs;
}

/**
 * A fully connected layer, y = x·W + b. Its parameters and their gradient live in memory of the network.
 *
 * Both passes add whole rows of W for inputs that are not zero: four fifths of a digit's pixels are blank,
 * and half of the hidden units are silent.
 */
export class DenseLayer {
  /** inputs × outputs */
  readonly weights: Rows;
  /** outputs */
  readonly biases: Float64Array;
  readonly #weightGradients: Rows;
  readonly #biasGradients: Float64Array;

  /** @param parameters, gradients `parameterCount(shape)` numbers each: the rows of W, then b. */
  constructor(shape: LayerShape, parameters: Float64Array, gradients: Float64Array) {
    const split = shape.inputs * shape.outputs;
    this.weights = rowsOf(parameters.subarray(0, split), shape.outputs);
    this.biases = parameters.subarray(split);
    this.#weightGradients = rowsOf(gradients.subarray(0, split), shape.outputs);
    this.#biasGradients = gradients.subarray(split);
  }

  /** Computes outputs (samples × outputs) from inputs (samples × inputs). */
  forward(inputs: Rows, outputs: Rows): void {
    for (let sample = 0; sample < inputs.length; sample += 1) {
      const input = inputs[sample];
      const output = outputs[sample];
      output.set(this.biases);
      for (let unit = 0; unit < input.length; unit += 1) {
        if (input[unit] !== 0) addScaled(output, input[unit], this.weights[unit]);
      }
    }
  }

  /** Sets the gradient of W and b from the gradient with respect to the outputs of `forward(inputs)`. */
  backward(inputs: Rows, outputGradients: Rows): void {
    this.#biasGradients.fill(0);
    for (const gradient of outputGradients) addScaled(this.#biasGradients, 1, gradient);
    for (let unit = 0; unit < this.weights.length; unit += 1) {
      const weightGradient = this.#weightGradients[unit];
      weightGradient.fill(0);
      for (let sample = 0; sample < inputs.length; sample += 1) {
        const input = inputs[sample][unit];
        if (input !== 0) addScaled(weightGradient, input, outputGradients[sample]);
      }
    }
  }

  /** Computes the gradient with respect to the inputs (samples × inputs). */
  backwardToInputs(outputGradients: Rows, inputGradients: Rows): void {
    for (let sample = 0; sample < outputGradients.length; sample += 1) {
      const inputGradient = inputGradients[sample];
      for (let unit = 0; unit < inputGradient.length; unit += 1) {
        inputGradient[unit] = dot(this.weights[unit], outputGradients[sample]);
      }
    }
  }
}
