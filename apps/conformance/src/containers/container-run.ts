import { containersWithLabel, removeContainer } from "./docker.ts";
import { isDeadRun, newRunName, runLabel } from "./run-label.ts";

/** Everything that one run of the suite starts in Docker. Disposing of it leaves nothing behind. */
export class ContainerRun implements AsyncDisposable {
  /** The value of `runLabel` on its containers. */
  readonly name = newRunName();

  private constructor() {
    // Only `open` makes one.
  }

  /**
   * Begins a run, and removes what runs left behind whose process was killed.
   *
   * @throws ConformanceError `cannot_start` if no Docker daemon answers.
   */
  static async open(): Promise<ContainerRun> {
    await removeAll(isDeadRun);
    return new ContainerRun();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await removeAll((name) => name === this.name);
  }
}

async function removeAll(isMeant: (runName: string) => boolean): Promise<void> {
  const listed = await containersWithLabel(runLabel);
  const meant = listed.filter(({ Labels }) => isMeant(Labels[runLabel] ?? ""));
  await Promise.all(meant.map(({ Id }) => removeContainer(Id)));
}
