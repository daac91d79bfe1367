import { TrainwireServerError } from "../../core/errors.ts";
import { type Daemon, notFound, statusOf } from "./daemon.ts";

/**
 * Passes if a container of this image can be made here.
 * @throws TrainwireServerError `recipe_unavailable`, saying what to do.
 */
export async function requireImage(daemon: Daemon, image: string): Promise<void> {
  const { SecurityOptions } = (await daemon.ask(() => daemon.docker.info())) as {
    SecurityOptions?: string[];
  };
  const mapped = SecurityOptions?.find((option) => /^name=(rootless|userns)\b/.test(option));
  if (mapped !== undefined) {
    throw new TrainwireServerError(
      "recipe_unavailable",
      `this Docker daemon maps users away (${mapped}), so that trainers could not write their files`,
    );
  }
  const isThere = await daemon.ask(() =>
    daemon.docker
      .getImage(image)
      .inspect()
      .then(
        () => true,
        (error: unknown) => {
          if (statusOf(error) === notFound) return false;
          throw error;
        },
      ),
  );
  if (isThere) return;
  throw new TrainwireServerError(
    "recipe_unavailable",
    `the image ${image} is not on this machine: build it, or docker pull ${image}`,
  );
}
