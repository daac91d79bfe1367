import { join } from "node:path";
import { execa } from "execa";
import { peersFolder, repository } from "../folders.ts";
import type { Schedule } from "./schedule.ts";

/** Makes the reports through the Python SDK, in a process of its own; resolves when it has sent them. */
export async function reportFromPython(
  url: string,
  { trainIds, reports, intervalMs }: Schedule,
): Promise<void> {
  const python = process.env["TRAINWIRE_PYTHON"] ?? "python3";
  await execa(
    python,
    [join(peersFolder, "sdk_trainer.py"), url, trainIds.join(","), `${reports}`, `${intervalMs}`],
    { env: { PYTHONPATH: join(repository, "sdks/python/src") }, stdout: "ignore", stderr: "inherit" },
  );
}
