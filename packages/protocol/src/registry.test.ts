/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { messages } from "./index.ts";

/** A body of many records is judged record by record: see `report`. */
const notMessages = ["ingest_body"];

/** What is wrong with these shows only beside the address that they are sent to. */
const wrongBesideAddress = ["other-id.json"];

const root = new URL("../fixtures/", import.meta.url);
const foldersOf = (kind: string): string[] => readdirSync(new URL(kind, root));

function textsOf(kind: string, name: string): [file: string, text: string][] {
  const folder = new URL(`${kind}/${name}/`, root);
  return readdirSync(folder).map((file) => {
    const fixture = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Record<string, unknown>;
    return [file, (fixture["text"] as string | undefined) ?? JSON.stringify(fixture["message"])];
  });
}

describe("the registry of messages", () => {
  it("names each message once", () => {
    const names = messages.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it("holds every message that has fixtures", () => {
    const named = messages.filter(({ carrier }) => carrier !== "query").map(({ name }) => name);
    expect([...named, ...notMessages].sort()).toEqual(foldersOf("valid").sort());
  });
});

describe.each(messages.filter(({ carrier }) => carrier !== "query"))("$name, as registered", (message) => {
  it.each(textsOf("valid", message.name))("reads %s", (_file, text) => {
    expect(message.read(text)).toMatchObject({ kind: "message" });
  });

  const invalid = textsOf("invalid", message.name).filter(([file]) => !wrongBesideAddress.includes(file));

  it.each(invalid)("does not read %s", (_file, text) => {
    expect(message.read(text)).not.toMatchObject({ kind: "message" });
  });
});

describe("a query, as registered", () => {
  it("is read from texts, with its defaults", () => {
    const query = messages.find(({ name }) => name === "updates_query");
    expect(query?.read('{"limit":"5"}')).toEqual({
      kind: "message",
      message: { after_seq: 0, limit: 5, wait_seconds: 0 },
    });
    expect(query?.read('{"limit":"five"}')).toMatchObject({ kind: "invalid", code: "bad_message" });
  });
});
