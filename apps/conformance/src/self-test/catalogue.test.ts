import { expect, test } from "vitest";
import { cases } from "../cases/manifest.ts";
import { mutants, nullTargets } from "./catalogue.ts";
import { faults as clientFaults } from "./clients/faults.ts";
import { problemsOf } from "./problems.ts";
import { faults as trainerFaults } from "./trainers/faults.ts";

test("every case is named by a mutant, and every mutant names cases of its own role", () => {
  const named = new Set(mutants.flatMap(({ role, names }) => names.map((id) => `${role} ${id}`)));
  const wanted = cases.flatMap(({ header: { id, roles } }) => roles.map((role) => `${role} ${id}`));
  expect([...named].sort()).toEqual(wanted.sort());
  expect(mutants.filter(({ names }) => names.length === 0)).toEqual([]);
});

test("no two of a role share a name", () => {
  const ids = [...mutants, ...nullTargets].map(({ role, name }) => `${role}/${name}`);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("every fault of the small client and every named fault of the small trainer is there", () => {
  const ofClients = mutants.filter(({ role }) => role === "client").map(({ name }) => name);
  expect(ofClients.sort()).toEqual(Object.keys(clientFaults).sort());
  const ofTrainers = mutants.filter(({ role }) => role === "trainer").map(({ name }) => name);
  expect(ofTrainers.filter((name) => !Object.hasOwn(trainerFaults, name))).toEqual([]);
});

test("a survivor, a case that finds nothing and a green null target are problems", () => {
  const played = cases.slice(0, 3);
  const [first = "", second = "", third = ""] = played.map(({ header }) => header.id);
  const about = { role: "server", breaks: "A server that is broken." } as const;
  const mutants = [
    { ...about, id: "server/a", names: [first], killed_by: [first, third], survived: false },
    { ...about, id: "server/b", names: [second], killed_by: [first], survived: true },
  ];
  const null_targets = { "server/mute": { [first]: "fail", [second]: "pass" } } as const;
  expect(problemsOf({ mutants, null_targets }, played)).toEqual([
    `server/b survives ${second}`,
    `${second} kills nothing`,
    `${third} kills nothing`,
    `${second} is "pass" on server/mute`,
  ]);
});
