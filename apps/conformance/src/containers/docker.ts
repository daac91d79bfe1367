import { type ContainerRuntimeClient, getContainerRuntimeClient } from "testcontainers";
import { ConformanceError, describeError } from "../errors.ts";

/**
 * The Docker daemon of this machine.
 *
 * @throws ConformanceError `cannot_start` if none answers.
 */
export async function docker(): Promise<ContainerRuntimeClient> {
  // Otherwise testcontainers pulls an image to find out the address of mapped ports, of which there are none.
  process.env["TESTCONTAINERS_HOST_OVERRIDE"] ??= "127.0.0.1";
  try {
    return await getContainerRuntimeClient();
  } catch (cause) {
    const message = "an image can only be tested with Docker, and no daemon answers: install and start it";
    throw new ConformanceError("cannot_start", message, { cause });
  }
}

/** A container of the daemon, by its id. */
export type Container = ReturnType<ContainerRuntimeClient["container"]["getById"]>;

/** What the daemon said, in one line, without the API's own framing. */
export function daemonWords(error: unknown): string {
  const [line = ""] = describeError(error)
    .replace(/^\(HTTP code \d+\) [^-]*- /, "")
    .split("\n");
  return line.trim();
}

interface ListedContainer {
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>>;
}

/** Every container with this label, those that do not run included. */
export async function containersWithLabel(label: string): Promise<readonly ListedContainer[]> {
  const { container } = await docker();
  const options = { all: true, filters: JSON.stringify({ label: [label] }) };
  const request = { path: "/containers/json?", method: "GET", options, statusCodes: { 200: true } };
  return new Promise((resolve, reject) => {
    // testcontainers lists running containers only; its connection to the daemon is the same.
    container.getById("").modem.dial(request, (error: Error | null, listed: readonly ListedContainer[]) => {
      if (error) reject(error);
      else resolve(listed);
    });
  });
}

/** Kills and removes a container with its volumes, whatever its state; one that is gone already is no error. */
export async function removeContainer(id: string): Promise<void> {
  const { container } = await docker();
  try {
    await container.getById(id).remove({ force: true, v: true });
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    const isGone = statusCode === 404 || statusCode === 409;
    if (!isGone) throw error;
  }
}
