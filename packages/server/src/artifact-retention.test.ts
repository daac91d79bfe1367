import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeArtifacts } from "./testing/artifact-place.ts";
import { scrape } from "./testing/scrape.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { testServer } from "./testing/test-server.ts";

const remove = (url: string, id: string) =>
  fetch(`${url}/api/v1/trainings/${id}?force=true`, { method: "DELETE" });

it("what a deleted training has left is removed soon, and what others have stays", async () => {
  using data = temporaryFolder();
  await using server = await testServer({ dataFolder: data.path });
  for (const id of ["gone", "stays"]) {
    await server.publish(id, { loss: 1 });
    writeArtifacts(data.path, id, {
      "model.bin": id,
      "deep/er/file": id,
      "../logs/attempt-1.log": "printed",
    });
  }
  expect((await remove(server.url, "gone")).status).toBe(204);
  await expect
    .poll(() => readdirSync(join(data.path, "runs")), { timeout: 5000 })
    .toEqual([".removed", "stays"]);
  await expect.poll(() => readdirSync(join(data.path, "runs/.removed"))).toEqual([]);
  expect((await server.get("/api/v1/trainings/stays/artifacts/model.bin")).status).toBe(200);
});

it("what a crash left of a deleted training is removed after the next start; unknown folders are left", async () => {
  using data = temporaryFolder();
  {
    await using server = await testServer({ dataFolder: data.path });
    await server.publish("gone", { loss: 1 });
    await remove(server.url, "gone");
  }
  for (const id of ["gone", "unknown", ".removed/half"]) writeArtifacts(data.path, id, { "model.bin": "x" });
  await using _ = await testServer({ dataFolder: data.path });
  await expect
    .poll(() => readdirSync(join(data.path, "runs")), { timeout: 5000 })
    .toEqual([".removed", "unknown"]);
  await expect.poll(() => readdirSync(join(data.path, "runs/.removed"))).toEqual([]);
});

it("above the limit the artifacts of ended trainings go, and the logs of their attempts stay", async () => {
  using data = temporaryFolder();
  {
    await using server = await testServer({ dataFolder: data.path });
    for (const [id, status] of [
      ["first", "completed"],
      ["second", "failed"],
      ["paused", "paused"],
    ]) {
      await server.publish(id ?? "", [{ loss: 1 }, { status }]);
      writeArtifacts(data.path, id ?? "", {
        "model.bin": "x".repeat(100),
        "../logs/attempt-1.log": "printed",
      });
    }
  }
  await using server = await testServer({ dataFolder: data.path, retainArtifacts: { bytes: 250 } });
  await expect
    .poll(async () => (await scrape(server.url)).get("trainwire_artifact_bytes"), { timeout: 5000 })
    .toBe(200);
  const has = (id: string, path: string) => existsSync(join(data.path, "runs", id, path));
  expect(["first", "second", "paused"].map((id) => has(id, "artifacts/model.bin"))).toEqual([
    false,
    true,
    true,
  ]);
  expect(has("first", "logs/attempt-1.log")).toBe(true);
  expect(await (await server.get("/api/v1/trainings/first/artifacts")).json()).toEqual({
    artifacts: [],
    total_bytes: 0,
  });
});
