import { initialState, type TrainingSummary } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { arrange, tagsOf } from "./arrange.ts";
import { listSearchOf, listViewOf, readListSearch } from "./list-view.ts";

function training(job_id: string, more: Partial<TrainingSummary> = {}): TrainingSummary {
  return { ...initialState(job_id, "s-1"), tags: [], ...more };
}

const trainings = [
  training("run-10", { name: "Ten", tags: ["digits", "sweep"], loss: 0.5, status: "running" }),
  training("run-9", { tags: ["digits"], loss: null, status: "completed" }),
  training("llm", { name: "Language model", loss: 2, status: "failed" }),
];

function keys(search: Parameters<typeof listViewOf>[0]): string[] {
  return arrange(trainings, listViewOf(search)).map(({ key }) => key);
}

test("a search looks for every word in id, name and tags", () => {
  expect(keys({ q: "RUN digits" })).toEqual(["run-10", "run-9"]);
  expect(keys({ q: "language" })).toEqual(["llm"]);
  expect(keys({ status: "failed,completed" })).toEqual(["run-9", "llm"]);
  expect(keys({ tag: "sweep" })).toEqual(["run-10"]);
});

test("what was not reported comes last whichever way the list is sorted", () => {
  expect(keys({ sort: "loss" })).toEqual(["run-10", "llm", "run-9"]);
  expect(keys({ sort: "-loss" })).toEqual(["llm", "run-10", "run-9"]);
});

test("numbers in names are sorted as numbers, and statuses by who needs somebody", () => {
  expect(keys({ sort: "name", tag: "digits" })).toEqual(["run-9", "run-10"]);
  expect(keys({ sort: "status" })).toEqual(["llm", "run-10", "run-9"]);
});

test("groups are those of the first tag, what has none last", () => {
  expect(keys({ group: "tag" })).toEqual(["group digits", "run-10", "run-9", "group Without a tag", "llm"]);
  expect(tagsOf(trainings)).toEqual(["digits", "sweep"]);
});

test("a view goes into an address and comes back; the plain one needs none", () => {
  const search = { q: "7", status: "failed", tag: "a", sort: "loss", group: "tag" } as const;
  expect(listSearchOf(listViewOf(readListSearch(search)))).toEqual(search);
  expect(readListSearch({ q: 7, sort: "weight", group: "size" })).toEqual({ q: "7" });
  expect(listSearchOf(listViewOf({}))).toEqual({});
});
