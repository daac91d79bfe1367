import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TrainingSummary } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { testServer } from "../testing/test-server.ts";
import { training } from "../testing/watched-folder.ts";
import { type ImportPlace, importFiles } from "./import-files.ts";

const fixtures = join(import.meta.dirname, "../../fixtures/files");

function run(
  place: ImportPlace,
  paths: readonly string[],
  more: { isComplete?: boolean; trainId?: string } = {},
) {
  const options = { trainId: undefined, name: undefined, isComplete: false, ...more };
  const onProblem = (path: string, problem: string) => expect.unreachable(`${path}: ${problem}`);
  return importFiles(place, { paths, ...options, onProgress: () => undefined, onProblem });
}

/** A folder of three finished trainings, one of each kind. */
function finished() {
  const folder = temporaryFolder();
  cpSync(join(fixtures, "event-files"), join(folder.path, "tb"), { recursive: true });
  cpSync(join(fixtures, "trainer-states/resumed"), join(folder.path, "hf"), { recursive: true });
  mkdirSync(join(folder.path, "lines"));
  writeFileSync(join(folder.path, "lines/a.jsonl"), '{"step":1,"loss":2}\nbroken\n{"step":2,"loss":1}');
  return folder;
}

async function listed(server: { get: (path: string) => Promise<Response> }) {
  const page = (await (await server.get("/api/v1/trainings")).json()) as { trainings: TrainingSummary[] };
  return Object.fromEntries(page.trainings.map((each) => [each.name?.split("/").at(-1), each]));
}

describe("an import", () => {
  it.each(["server", "folder"] as const)("into a %s stores each record once, however often", async (kind) => {
    using files = finished();
    using data = temporaryFolder();
    const count = async (place: ImportPlace) =>
      (await run(place, [files.path])).reduce((sum, { tally }) => sum + tally.stored, 0);
    if (kind === "folder") {
      expect(await count({ folder: data.path })).toBeGreaterThan(15);
      expect(await count({ folder: data.path })).toBe(0);
    }
    await using server = await testServer({ dataFolder: data.path });
    const stored = await count({ server: server.url, token: undefined });
    if (kind === "server") expect(stored).toBeGreaterThan(15);
    expect(await count({ server: server.url, token: undefined })).toBe(0);
    const { hf, tb, "a.jsonl": lines } = await listed(server);
    expect(hf).toMatchObject({ status: "completed", current_step: 8, eval_loss: 0.6 });
    expect(tb).toMatchObject({ status: "paused", attempt: 2, reason: expect.stringContaining("imported") });
    expect(lines).toMatchObject({ status: "paused", current_step: 2, loss: 1 });
  });

  it("tells what was rejected, completes what its owner says, and takes the id that is given", async () => {
    using files = finished();
    await using server = await testServer();
    const place = { server: server.url, token: undefined };
    const [imported] = await run(place, [join(files.path, "lines/a.jsonl")], {
      isComplete: true,
      trainId: "mine",
    });
    expect(imported).toMatchObject({ trainId: "mine", tally: { stored: 3, repeated: 0 } });
    expect(imported?.tally.rejected.get("bad_json")).toMatchObject({ count: 1 });
    expect((await listed(server))["a.jsonl"]).toMatchObject({ job_id: "mine", status: "completed" });
  });

  it("goes on with what the same server watches", async () => {
    using files = finished();
    await using server = await testServer({ watchFolders: [files.path] });
    await training(server, "hf", (each) => each.complete);
    const imported = await run({ server: server.url, token: undefined }, [join(files.path, "hf")]);
    expect(imported).toMatchObject([{ tally: { stored: 0 } }]);
  });

  it("of nothing, or of several as one, says so", async () => {
    using files = finished();
    using data = temporaryFolder();
    await expect(run({ folder: data.path }, [data.path])).rejects.toMatchObject({ code: "not_found" });
    await expect(run({ folder: data.path }, [files.path], { trainId: "one" })).rejects.toMatchObject({
      code: "bad_message",
    });
  });
});
