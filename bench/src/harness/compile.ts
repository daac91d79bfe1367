import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { BenchError } from "../errors.ts";
import { harnessFolder } from "../folders.ts";

/**
 * Compiles the load harness with the machine's C compiler (`CC`, else `cc`) and returns the program. What was
 * compiled from the same sources before is used again.
 *
 * @throws BenchError `cannot_run` off Linux, without a compiler, or if it does not compile
 */
export async function compileHarness(): Promise<string> {
  if (process.platform !== "linux") {
    throw new BenchError(
      "cannot_run",
      `The load harness needs Linux (epoll, /proc); this is ${process.platform}.`,
    );
  }
  const folder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "trainwire", "bench");
  const program = join(folder, `wsfan-${await sourceHash()}`);
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  const compiler = process.env["CC"] ?? "cc";
  const unfinished = `${program}.${process.pid}`;
  const { failed, code, stderr } = await execa(
    compiler,
    ["-O2", "-Wall", "-o", unfinished, join(harnessFolder, "wsfan.c")],
    { reject: false },
  );
  if (code === "ENOENT") {
    throw new BenchError(
      "cannot_run",
      `No C compiler: "${compiler}" was not found. Install gcc, or name one with CC.`,
    );
  }
  if (failed) throw new BenchError("cannot_run", `The load harness does not compile: ${stderr.trim()}`);
  await rename(unfinished, program);
  return program;
}

async function sourceHash(): Promise<string> {
  const hash = createHash("sha256");
  const names = (await readdir(harnessFolder)).filter((name) => /\.[ch]$/.test(name)).sort();
  for (const name of names) hash.update(await readFile(join(harnessFolder, name)));
  return hash.digest("hex").slice(0, 16);
}
