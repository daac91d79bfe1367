import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { nvidiaSmi } from "./nvidia-smi.ts";

afterEach(() => vi.unstubAllEnvs());

/** Reads twice on a machine whose nvidia-smi is this script; without one, on a machine that has none. */
async function readWith(script?: string) {
  using folder = temporaryFolder();
  const file = join(folder.path, "nvidia-smi");
  if (script !== undefined) {
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  vi.stubEnv("PATH", folder.path);
  const problems: string[] = [];
  const gpus = nvidiaSmi({ onNone: (why) => problems.push(why) });
  return { read: [await gpus.read(), await gpus.read()], problems };
}

it("GPUs are read with their memory in GiB", async () => {
  const { read, problems } = await readWith(`
    [ "$1 $2" = "--query-gpu=index,name,memory.total,memory.used --format=csv,noheader,nounits" ] || exit 1
    echo '0, NVIDIA H100 80GB HBM3, 81920, 512'; echo '1, NVIDIA GB10, [N/A], [N/A]'`);
  expect(read[0]).toEqual([
    { index: 0, name: "NVIDIA H100 80GB HBM3", memoryTotalGb: 80, memoryUsedGb: 0.5 },
    { index: 1, name: "NVIDIA GB10", memoryTotalGb: 0, memoryUsedGb: 0 },
  ]);
  expect(problems).toEqual([]);
});

it("a machine without nvidia-smi has no GPUs, and that is said once", async () => {
  expect(await readWith()).toEqual({ read: [[], []], problems: ["there is no nvidia-smi on the PATH"] });
});

it("an nvidia-smi that fails is told of once", async () => {
  const { read, problems } = await readWith(
    "echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18",
  );
  expect(read).toEqual([[], []]);
  expect(problems).toEqual([expect.stringContaining("nvidia-smi")]);
});
