import { addScaled } from "./rows.ts";

const momentum = 0.9;
const warmUpShare = 0.05;

/** Stochastic gradient descent with momentum: a heavy ball that rolls down the loss. */
export class GradientDescent {
  readonly #velocity: Float64Array;

  constructor(parameterCount: number) {
    this.#velocity = new Float64Array(parameterCount);
  }

  /** Moves the parameters one step against their gradient. All vectors have the same length. */
  step(parameters: Float64Array, gradients: Float64Array, learningRate: number): void {
    const velocity = this.#velocity;
    for (let at = 0; at < velocity.length; at += 1) velocity[at] = momentum * velocity[at] + gradients[at];
    addScaled(parameters, -learningRate, velocity);
  }
}

/**
 * The learning rate of a step: it rises to its peak over the first twentieth of the training, and from there
 * falls to zero along half a cosine.
 *
 * @param step from 1 to totalSteps.
 */
export function learningRateAt(step: number, totalSteps: number, peak: number): number {
  const warmUp = Math.ceil(totalSteps * warmUpShare);
  if (step <= warmUp) return (peak * step) / warmUp;
  const done = (step - warmUp) / (totalSteps - warmUp + 1);
  return (peak * (1 + Math.cos(Math.PI * done))) / 2;
}
