/// <reference types="node" />
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Parser } from "@asyncapi/parser";
import { validate } from "@readme/openapi-parser";
import { Ajv2020 } from "ajv/dist/2020.js";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { repository } from "../testing/protocol-copy.ts";
import { findPackage } from "../version/package-folder.ts";
import { artifactFiles } from "./artifact-files.ts";
import { staleArtifacts } from "./generate.ts";
import { messageSchema } from "./json-schema-files.ts";
import { readWireModel } from "./wire-model.ts";

const files = await artifactFiles(repository);
const model = await readWireModel(findPackage(repository));
const generated = (name: string): string => files.get(`packages/protocol/spec/generated/${name}`) ?? "";

describe("the generated files", () => {
  it("are as the schemas say; if not, run npm run protocol -- generate", async () => {
    expect(await staleArtifacts(repository)).toEqual({ stale: [], left: [] });
  });

  it("hold two schemas for each message", () => {
    const schemas = [...files.keys()].filter((path) => path.includes("/v1/"));
    expect(schemas).toHaveLength(2 * model.messages.length);
  });
});

describe("JSON Schema", () => {
  it.each([...model.messages, ...model.drafts])("$name is valid in both views", ({ name }) => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictTuples: false });
    for (const view of ["reader", "writer"] as const) {
      const schema = messageSchema(model, name, view);
      expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
      ajv.compile(schema);
    }
  });

  it("lets a reader bear what a writer may not send", () => {
    const ajv = new Ajv2020({ strict: true });
    const reads = ajv.compile(messageSchema(model, "trainings_confirmed", "reader"));
    const writes = ajv.compile(messageSchema(model, "trainings_confirmed", "writer"));
    const plain = { type: "trainings_confirmed", status: "subscribed" };
    expect([reads(plain), writes(plain)]).toEqual([true, true]);
    for (const newer of [
      { ...plain, since: 1 },
      { ...plain, status: "muted" },
    ]) {
      expect([reads(newer), writes(newer)]).toEqual([true, false]);
    }
  });
});

describe("the AsyncAPI document", () => {
  it("is valid, and names both sockets and each of their messages", async () => {
    const { document, diagnostics } = await new Parser().parse(generated("asyncapi.json"));
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
    const addresses = document
      ?.channels()
      .all()
      .map((channel) => channel.address());
    expect(addresses).toEqual(["/ws", "/ws/training/{job_id}"]);
    const named = document
      ?.operations()
      .all()
      .map((operation) => operation.id());
    const sockets = model.messages.filter(({ carrier }) => carrier === "socket").map(({ name }) => name);
    expect(named?.sort()).toEqual(sockets.sort());
  });
});

describe("the OpenAPI document", () => {
  it("is valid", async () => {
    const result = await validate(JSON.parse(generated("openapi.json")));
    expect(result).toMatchObject({ valid: true, warnings: [] });
  });

  it("names every error code of a REST answer with its status", () => {
    const { paths } = JSON.parse(generated("openapi.json")) as {
      paths: Record<string, Record<string, { responses?: Record<string, { description: string }> }>>;
    };
    const answers = Object.values(paths).flatMap((item) =>
      Object.values(item).flatMap(({ responses }) => Object.entries(responses ?? {})),
    );
    const named = answers.flatMap(([status, { description }]) =>
      [...description.matchAll(/^- `(\w+)`/gm)].map(([, code = ""]) => `${code} ${status}`),
    );
    const others = ["unknown_type", "too_many_subscriptions", "unsupported_version", "upgrade_required"];
    const ofRecords = ["stale_attempt"];
    const expected = Object.entries(model.errorCodes)
      .filter(([code]) => ![...others, ...ofRecords].includes(code))
      .map(([code, { httpStatus }]) => `${code} ${httpStatus}`);
    expect([...new Set(named)].sort()).toEqual(expected.sort());
  });

  it("bounds the numbers of queries, which travel as texts", () => {
    const { paths } = JSON.parse(generated("openapi.json"));
    const { parameters } = paths["/api/v1/trainings/{id}/updates"].get;
    const limit = parameters.find(({ name }: { name: string }) => name === "limit");
    expect(limit.schema).toMatchObject({ type: "integer", minimum: 1, maximum: 5000, default: 1000 });
  });
});

describe("the declarations", () => {
  it("are read by TypeScript on their own, and give a message its type", async () => {
    const folder = mkdtempSync(join(repository, "packages/protocol/node_modules/.declarations-"));
    try {
      writeFileSync(join(folder, "protocol.d.ts"), generated("protocol.d.ts"));
      const use = `import { type Ping, Seq, decodeViewerMessage } from "./protocol.js";
export const ping: Ping = { type: "ping", id: 1 };
export const seq: number = Seq.parse(1);
// @ts-expect-error -- what decodes is no text
export const text: string = decodeViewerMessage("{}");
`;
      writeFileSync(join(folder, "use.ts"), use);
      const options = [
        "--ignoreConfig",
        "--noEmit",
        "--strict",
        "--target",
        "es2023",
        "--module",
        "nodenext",
      ];
      const tsc = join(repository, "node_modules/.bin/tsc");
      const { stdout, exitCode } = await execa(tsc, [...options, "protocol.d.ts", "use.ts"], {
        cwd: folder,
        reject: false,
      });
      expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 30_000);
});

describe("what is generated", () => {
  it("says what each message is for", () => {
    const names = model.messages.map(({ definition }) => definition);
    expect(names.filter((name) => model.definitions.get(name)?.description === undefined)).toEqual([]);
  });

  it.each([
    ["UpdatesPage", "first_seq", /oldest position/],
    ["UpdatesQuery", "wait_seconds", /How long to wait/],
    ["Welcome", "heartbeat_seconds", /pings\. In s\./],
  ])("says of %s what its field %s is", (name, field, says) => {
    expect(model.definitions.get(name)?.properties?.[field]?.description).toMatch(says);
  });
});
