import type { FileHandle } from "node:fs/promises";
import { TrainId } from "@trainwire/protocol";
import { readLine } from "./formats/json-lines.ts";

const headBytes = 4096;

/** The training that the first line of a file names, if it does. */
export async function namedId(handle: FileHandle): Promise<string | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const [first = ""] = buffer
    .toString("utf8", 0, bytesRead)
    .replace(/^\uFEFF/, "")
    .split("\n");
  try {
    const fields = readLine(first);
    return TrainId.safeParse(fields?.["train_id"] ?? fields?.["job_id"]).data;
  } catch {
    // What is no record names nothing.
    return undefined;
  }
}
