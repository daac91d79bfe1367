import type { Launch } from "./launcher.ts";
import { runLayout } from "./run-layout.ts";

/** How a trainer sees its server and its folder: a container sees both elsewhere than a process. */
export interface TrainerView {
  /** Where it publishes. */
  readonly url: string;
  /** Its run folder. */
  readonly folder: string;
}

/** What a launch tells its trainer by the environment. Which GPUs it may use is the launcher's to say. */
export function trainerEnvironment(launch: Launch, { url, folder }: TrainerView): Record<string, string> {
  const { artifacts, spool } = runLayout(folder, launch.attempt);
  return {
    ...launch.env,
    TRAINWIRE_URL: url,
    TRAINWIRE_TRAIN_ID: launch.trainId,
    TRAINWIRE_ATTEMPT: String(launch.attempt),
    TRAINWIRE_TOKEN: launch.token,
    TRAINWIRE_RUN_DIR: artifacts,
    TRAINWIRE_SPOOL_DIR: spool,
    TRAINWIRE_LAUNCH_ID: launch.launchId,
    ...(launch.resumeFrom !== undefined && { TRAINWIRE_RESUME_FROM: `${artifacts}/${launch.resumeFrom}` }),
  };
}
