import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { scenes } from "./testing/transcript/scenes.ts";
import { Stage } from "./testing/transcript/stage.ts";

const folder = new URL("../transcripts/v1/", import.meta.url);
const isRecording = process.env["TRAINWIRE_RECORD_TRANSCRIPTS"] === "1";
if (isRecording) mkdirSync(folder, { recursive: true });

// A release changes its number, and nothing else of what was recorded.
vi.mock("./version.ts", () => ({ version: "0.0.0" }));

async function play(scene: (stage: Stage) => Promise<void>, draftVersions = false): Promise<string> {
  await using stage = await Stage.open({ draftVersions });
  await scene(stage);
  return stage.transcript;
}

describe("version 1 is, byte for byte, what it was when it was recorded", () => {
  it.each(Object.entries(scenes))("%s", async (name, scene) => {
    const file = new URL(`${name}.txt`, folder);
    const played = await play(scene);
    if (isRecording) writeFileSync(file, played);
    expect(played).toBe(readFileSync(file, "utf8"));
  });

  // A refusal names what the server speaks; with drafts that is more.
  const onBoth = Object.entries(scenes).filter(([name]) => name !== "refused-version");
  it.each(onBoth)("%s, on a server that also speaks drafts", async (name, scene) => {
    const played = await play(scene, true);
    expect(played).toBe(readFileSync(new URL(`${name}.txt`, folder), "utf8"));
  });

  it("every recording is played", () => {
    const recorded = readdirSync(folder).filter((file) => file.endsWith(".txt"));
    expect(recorded.sort()).toEqual(
      Object.keys(scenes)
        .map((name) => `${name}.txt`)
        .sort(),
    );
  });
});
