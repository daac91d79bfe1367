import type { Clock } from "./clock.ts";
import type { Gpus } from "./gpus.ts";
import type { Launcher, LaunchKey } from "./launcher.ts";
import type { AttemptRecord } from "./run-record.ts";

/** Memory of a GPU may differ by so much and be back where it was: others use it too. */
const toleranceGb = 0.25;
/** How often, and how many times, it is looked whether a driver has let memory go. */
const lookMs = 250;
const maxLooks = 20;

/** What the proof is made with. */
export interface ProofContext {
  readonly launcher: Launcher;
  readonly gpus: Gpus;
  readonly clock: Clock;
}

/** The memory used on some GPUs, in GiB; undefined if none were given, or nobody can say. */
export async function memoryOn(
  gpus: Gpus,
  indices: readonly number[] | undefined,
): Promise<number[] | undefined> {
  if (!indices || indices.length === 0) return undefined;
  const all = await gpus.read();
  const used = indices.map((index) => all.find((gpu) => gpu.index === index)?.memoryUsedGb);
  return used.every((each) => each !== undefined) ? used : undefined;
}

/** Ends what is left of an attempt that has exited, and says what was found: the proof that is kept with it. */
export async function proveClean(
  key: LaunchKey,
  attempt: AttemptRecord,
  { launcher, gpus, clock }: ProofContext,
): Promise<Partial<AttemptRecord>> {
  const { ended, left } = await launcher.cleanUp(key, attempt.handle);
  const before = attempt.gpu_memory_before_gb;
  let after = before && (await memoryOn(gpus, attempt.gpus));
  const isBack = () =>
    !before || !after || after.every((used, index) => used <= (before[index] ?? 0) + toleranceGb);
  for (let looks = 1; !isBack() && looks < maxLooks; looks += 1) {
    await pause(clock);
    after = await memoryOn(gpus, attempt.gpus);
  }
  return {
    checked_at: new Date(clock.nowMs()).toISOString(),
    is_clean: left === 0 && isBack(),
    processes_ended: ended,
    processes_left: left,
    ...(after && { gpu_memory_after_gb: after }),
  };
}

function pause(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const stop = clock.every(lookMs, () => {
      stop();
      resolve();
    });
  });
}
