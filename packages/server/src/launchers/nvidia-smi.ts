import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Gpu, Gpus } from "../core/gpus.ts";

const run = promisify(execFile);
const query = ["--query-gpu=index,name,memory.total,memory.used", "--format=csv,noheader,nounits"];
/** A driver that hangs holds nobody up. */
const patienceMs = 10_000;
const mibInGib = 1024;

/** What reading by nvidia-smi needs. */
export interface NvidiaSmiOptions {
  /** Told once why no GPU can be read. */
  readonly onNone: (why: string) => void;
}

/** The NVIDIA GPUs of this machine, as `nvidia-smi` on the PATH tells of them; none without it. */
export function nvidiaSmi({ onNone }: NvidiaSmiOptions): Gpus {
  let wasTold = false;
  return {
    async read() {
      try {
        const { stdout } = await run("nvidia-smi", query, { timeout: patienceMs });
        return stdout.split("\n").flatMap(readLine);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        const why = code === "ENOENT" ? "there is no nvidia-smi on the PATH" : message.trim();
        if (!wasTold) onNone(why);
        wasTold = true;
        return [];
      }
    },
  };
}

/** Such as `0, NVIDIA H100 80GB HBM3, 81559, 4`; memory is `[N/A]` where a GPU does not tell. */
function readLine(line: string): Gpu[] {
  const [, index, name = "", total, used] = /^(\d+), *(.*), *(\S+), *(\S+)$/.exec(line.trim()) ?? [];
  if (index === undefined) return [];
  return [{ index: Number(index), name, memoryTotalGb: gibOf(total), memoryUsedGb: gibOf(used) }];
}

function gibOf(mib: string | undefined): number {
  const amount = Number(mib);
  return Number.isFinite(amount) ? amount / mibInGib : 0;
}
