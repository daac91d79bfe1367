import { commandNames } from "@trainwire/protocol";
import { describe, expect, it } from "vitest";
import { type Commands, changesOf, isUnderWay, maxCommands, withChanges } from "./command-changes.ts";
import type { StoredCommand } from "./command-record.ts";

const asked = (name: StoredCommand["name"], state: StoredCommand["state"] = "open"): StoredCommand => ({
  command_id: `cmd-${name}`,
  name,
  state,
  asked_at: "t0",
  changed_at: "t0",
});
const ask = (name: StoredCommand["name"], commands: Commands = [], status = "running") =>
  changesOf(commands, { type: "asked", name, commandId: "new", reason: "why", status }, "t1");
const brief = (commands: Commands) => commands.map(({ command_id, state }) => `${command_id} ${state}`);

describe("a command that is asked for", () => {
  it.each([
    ["pause", "running", "open"],
    ["pause", "queued", "open"],
    ["pause", "paused", "done"],
    ["resume", "paused", "open"],
    ["resume", "running", "done"],
    ["resume", "queued", "done"],
    ["cancel", "paused", "open"],
    ["checkpoint", "running", "open"],
  ] as const)("%s of a training that is %s is %s", (name, status, state) => {
    expect(ask(name, [], status)).toEqual([
      { command_id: "new", name, state, reason: "why", asked_at: "t1", changed_at: "t1" },
    ]);
  });

  it.each([
    ["cancel", ["pause", "resume", "checkpoint"]],
    ["resume", ["pause"]],
    ["pause", ["resume"]],
    ["checkpoint", []],
  ] as const)("%s takes the place of %j", (name, lapsed) => {
    const others = commandNames.filter((other) => other !== name && other !== "cancel");
    const changes = ask(
      name,
      others.map((other) => asked(other, "accepted")),
    );
    expect(brief(changes)).toEqual([...lapsed.map((other) => `cmd-${other} lapsed`), "new open"]);
  });

  it("is open if it undoes what its trainer has perhaps heard of", () => {
    expect(brief(ask("resume", [asked("pause")], "running"))).toEqual(["cmd-pause lapsed", "new open"]);
    expect(brief(ask("pause", [asked("resume")], "paused"))).toEqual(["cmd-resume lapsed", "new open"]);
  });

  it("lapses at once if the training is being cancelled", () => {
    const [command] = ask("pause", [asked("cancel", "accepted")]);
    expect(command).toMatchObject({ state: "lapsed", reason: "the training is being cancelled" });
  });
});

describe("a command under way", () => {
  const answer = (state: "accepted" | "done" | "refused" | "lapsed", from: StoredCommand["state"]) =>
    changesOf([asked("pause", from)], { type: "answered", commandId: "cmd-pause", state }, "t1");

  it.each(["open", "accepted"] as const)(
    "that is %s is done, refused or lapsed when it is answered",
    (from) => {
      for (const state of ["done", "refused", "lapsed"] as const) {
        expect(answer(state, from)).toEqual([{ ...asked("pause"), state, changed_at: "t1" }]);
      }
    },
  );

  it("is accepted once, and settled once", () => {
    expect(brief(answer("accepted", "open"))).toEqual(["cmd-pause accepted"]);
    expect(answer("accepted", "accepted")).toEqual([]);
    for (const settled of ["done", "refused", "lapsed"] as const) {
      for (const state of ["accepted", "done", "refused", "lapsed"] as const) {
        expect(answer(state, settled)).toEqual([]);
      }
    }
  });

  it("is not touched by an answer to another", () => {
    const happening = { type: "answered", commandId: "other", state: "done" } as const;
    expect(changesOf([asked("pause")], happening, "t1")).toEqual([]);
  });

  it("lapses with its attempt, unless the new one is what it asks for, or it is for the whole training", () => {
    const commands = [asked("resume"), asked("checkpoint", "accepted"), asked("cancel")];
    const changes = changesOf(commands, { type: "attempt_began", attempt: 2 }, "t1");
    expect(brief(changes)).toEqual(["cmd-resume done", "cmd-checkpoint lapsed"]);
    expect(changes[1]?.reason).toBe("attempt 2 began");
  });

  it.each([
    ["cancelled", "done"],
    ["completed", "lapsed"],
  ])("that is a cancel is, when the training is %s, %s", (status, state) => {
    const changes = changesOf([asked("cancel"), asked("checkpoint")], { type: "ended", status }, "t1");
    expect(brief(changes)).toEqual([`cmd-cancel ${state}`, "cmd-checkpoint lapsed"]);
  });
});

it("keeps the newest commands, and all that are under way", () => {
  const settled = Array.from({ length: maxCommands }, (_, index) => ({
    ...asked("checkpoint", "done"),
    command_id: `settled-${index}`,
  }));
  const commands = withChanges([asked("cancel"), ...settled], [asked("pause")]);
  expect(commands).toHaveLength(maxCommands);
  expect(commands.filter(isUnderWay).map(({ name }) => name)).toEqual(["cancel", "pause"]);
  expect(commands[1]?.command_id).toBe("settled-2");
  expect(withChanges(commands, [asked("pause", "done")]).at(-1)?.state).toBe("done");
});
