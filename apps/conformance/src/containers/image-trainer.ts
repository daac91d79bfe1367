import { environmentOf, type TrainerTarget } from "../targets/trainer-target.ts";
import { ContainerRun } from "./container-run.ts";
import { imageAndArgs, obtainImage, startContainer } from "./suite-container.ts";

/**
 * A trainer in a container, started anew for each training.
 *
 * @param text the image and its arguments, separated by blanks
 * @throws ConformanceError `cannot_start` if there is no Docker or no such image.
 */
export async function imageTrainer(text: string, { gpus }: { gpus: boolean }): Promise<TrainerTarget> {
  const named = imageAndArgs(text);
  const run = await ContainerRun.open();
  await obtainImage(named.image);
  return {
    description: gpus ? `${text} (--gpus all)` : text,
    start: async (assignment) => {
      const environment = environmentOf(assignment);
      const container = await startContainer({ ...named, environment, gpus, runName: run.name });
      const ended = container.ended();
      return {
        ended,
        terminate: () => container.signal("SIGTERM"),
        [Symbol.asyncDispose]: async () => {
          await container.signal("SIGKILL");
          // The last of its output is read before it is removed.
          await ended;
          await container.remove();
        },
      };
    },
    [Symbol.asyncDispose]: () => run[Symbol.asyncDispose](),
  };
}
