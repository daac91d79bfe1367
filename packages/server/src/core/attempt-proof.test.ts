import { expect, it } from "vitest";
import { memoryOn, proveClean } from "./attempt-proof.ts";
import type { Clock } from "./clock.ts";
import type { Gpus } from "./gpus.ts";
import type { Launcher } from "./launcher.ts";

const key = { trainId: "run", attempt: 1, launchId: "l", folder: "/run" };
const attempt = { ...key, launcher: "process" as const, started_at: "", launch_id: "l", gpus: [1] };
/** A clock whose time passes at once. */
const clock: Clock = {
  nowMs: () => 0,
  every: (_ms, look) => {
    queueMicrotask(look);
    return () => undefined;
  },
};

/** GPUs whose second one uses these amounts of memory, one look after another, the last one from then on. */
function gpusUsing(...used: number[]): Gpus {
  let looks = 0;
  return {
    read: () => {
      const memoryUsedGb = used[Math.min(looks++, used.length - 1)] ?? 0;
      const gpu = { name: "G", memoryTotalGb: 80, memoryUsedGb };
      return Promise.resolve([
        { ...gpu, index: 0, memoryUsedGb: 70 },
        { ...gpu, index: 1 },
      ]);
    },
  };
}

const launcherLeaving = (left: number) =>
  ({ cleanUp: () => Promise.resolve({ ended: 2, left }) }) as unknown as Launcher;

it("an attempt is clean when no process is left and its GPUs' memory is back, which drivers take a moment for", async () => {
  const gpus = gpusUsing(1, 12, 12, 1.1);
  const before = await memoryOn(gpus, [1]);
  expect(before).toEqual([1]);
  const noted = { ...attempt, gpu_memory_before_gb: before };
  expect(await proveClean(key, noted, { launcher: launcherLeaving(0), gpus, clock })).toEqual({
    checked_at: "1970-01-01T00:00:00.000Z",
    is_clean: true,
    processes_ended: 2,
    processes_left: 0,
    gpu_memory_after_gb: [1.1],
  });
});

it("it is not where memory stays in use, or a process does", async () => {
  const noted = { ...attempt, gpu_memory_before_gb: [1] };
  const held = { launcher: launcherLeaving(0), gpus: gpusUsing(12), clock };
  expect(await proveClean(key, noted, held)).toMatchObject({ is_clean: false, gpu_memory_after_gb: [12] });
  const alive = { launcher: launcherLeaving(1), gpus: gpusUsing(1), clock };
  expect(await proveClean(key, noted, alive)).toMatchObject({ is_clean: false, processes_left: 1 });
});

it("memory is not spoken of where no GPU was given, or none can be read", async () => {
  expect(await memoryOn(gpusUsing(1), [])).toBeUndefined();
  expect(await memoryOn(gpusUsing(1), [5])).toBeUndefined();
});
