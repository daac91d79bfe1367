import { expect, test } from "vitest";
import { commandsFor, standingText } from "./command-words.ts";

test("only what a status allows is offered", () => {
  expect(commandsFor("running")).toEqual(["pause", "checkpoint", "cancel"]);
  expect(commandsFor("paused")).toEqual(["resume", "cancel"]);
  expect(commandsFor("queued")).toEqual(["cancel"]);
  expect(commandsFor("completed")).toEqual([]);
});

test("a refusal is told with its reason, and a state of a newer server as it is", () => {
  const standing = { command_id: "c", name: "pause", asked_at: "", changed_at: "" };
  expect(standingText({ ...standing, state: "refused", reason: "no checkpoint yet" })).toBe(
    "Pause: refused: no checkpoint yet",
  );
  expect(standingText({ ...standing, state: "open", reason: "lunch" })).toBe(
    "Pause: waiting for the trainer",
  );
  expect(standingText({ ...standing, name: "sleep", state: "dreaming" })).toBe("sleep: dreaming");
});
