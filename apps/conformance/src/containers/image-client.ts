import type { ClientTarget } from "../targets/client-target.ts";
import { environmentOf } from "../targets/trainer-target.ts";
import { ContainerRun } from "./container-run.ts";
import { imageAndArgs, obtainImage, startContainer } from "./suite-container.ts";

/**
 * A client in a container, started anew for each case.
 *
 * @param text the image and its arguments, separated by blanks
 * @throws ConformanceError `cannot_start` if there is no Docker or no such image.
 */
export async function imageClient(text: string, shows: ClientTarget["shows"]): Promise<ClientTarget> {
  const named = imageAndArgs(text);
  const run = await ContainerRun.open();
  await obtainImage(named.image);
  return {
    description: text,
    shows,
    start: async (assignment) => {
      const environment = environmentOf(assignment);
      const container = await startContainer({ ...named, environment, gpus: false, runName: run.name });
      const ended = container.ended();
      return {
        ended,
        onLine: (read) => void container.onLine(read),
        [Symbol.asyncDispose]: async () => {
          await container.signal("SIGKILL");
          await ended;
          await container.remove();
        },
      };
    },
    [Symbol.asyncDispose]: () => run[Symbol.asyncDispose](),
  };
}
