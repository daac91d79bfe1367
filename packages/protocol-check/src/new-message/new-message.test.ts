/// <reference types="node" />
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyProtocol, type ProtocolCopy, repository } from "../testing/protocol-copy.ts";
import { surfaceOfFolder } from "../version/package-folder.ts";
import { newMessage } from "./new-message.ts";

let copy: ProtocolCopy;
beforeEach(() => {
  copy = copyProtocol();
  copy.write("PROTOCOL.md", readFileSync(join(repository, "PROTOCOL.md"), "utf8"));
});
afterEach(() => copy[Symbol.dispose]());

const read = (file: string): string => readFileSync(join(copy.folder, file), "utf8");
const says = "Tells what somebody wrote about a training.";

describe.each([
  ["viewer", "server", "## `/ws`: messages from the server"],
  ["server", "viewer", "## `/ws/training/{job_id}`"],
] as const)("a new message from the %s", (from, reader, nextHeading) => {
  it("is in the registry, and its reader takes its good examples alone", async () => {
    const { written } = newMessage(copy.folder, { name: "training_note", from, says });
    const { messages } = await surfaceOfFolder(copy.folder, "copy");
    const message = messages.get("training_note");
    expect(message).toMatchObject({ writer: from, reader, carrier: "socket" });
    expect(written).toHaveLength(6);
    const taken = written.filter((file) => {
      const example = JSON.parse(readFileSync(file, "utf8")) as { text?: string; message?: unknown };
      return message?.read(example.text ?? JSON.stringify(example.message)).kind === "message";
    });
    expect(taken).toEqual(written.filter((file) => file.includes("/valid/")));
  });

  it("is described in PROTOCOL.md, the last of its direction", () => {
    newMessage(copy.folder, { name: "training_note", from, says });
    const [before = ""] = read("PROTOCOL.md").split(nextHeading);
    expect(before.split("### ").at(-1)).toMatch(/^training_note\n\nTells what/);
  });

  it("edits three files", () => {
    const { edited } = newMessage(copy.folder, { name: "training_note", from, says });
    expect(edited).toHaveLength(3);
    expect(read("packages/protocol/src/index.ts")).toMatch(/^ {2}TrainingNote,$/m);
  });
});

describe("what cannot be added", () => {
  it.each([
    [{ name: "TrainingNote", from: "server", says }, /is named like subscribe_training, not "TrainingNote"/],
    [{ name: "ping", from: "viewer", says }, /there is a message ping already/],
    [{ name: "training_note", from: "server", says: "a note" }, /--says must be a sentence/],
  ] as const)("%j is refused, and nothing is written", (message, problem) => {
    const before = read("packages/protocol/src/index.ts");
    expect(() => newMessage(copy.folder, message)).toThrow(problem);
    expect(read("packages/protocol/src/index.ts")).toBe(before);
  });
});
