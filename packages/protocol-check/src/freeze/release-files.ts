import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Surface, surfaceOf } from "../surface.ts";
import { bundleProtocol, importBundle } from "../version/bundle.ts";
import { entryOf, type PackageFolder, readJsonFile } from "../version/package-folder.ts";

/** The files of a release by their path in it: everything that a later checker needs, without any old source. */
export async function releaseFiles({ folder, version }: PackageFolder): Promise<Map<string, string>> {
  const code = await bundleProtocol(entryOf(folder), folder);
  const module = await importBundle(code, folder);
  const surface = surfaceOf(module, { label: version, version, corpus: new Map() });
  const { errorCodes, closeCodes, limits, subprotocols, clauses } = surface;
  return new Map([
    ["release.json", json({ version })],
    ["schema/parser.mjs", code],
    ["schema/messages.json", json([...surface.messages.values()].map(rolesOf))],
    ...schemaFiles(surface),
    ...corpusFiles(folder),
    ["clauses/clauses.json", json(clauses)],
    ["clauses/codes.json", json({ errorCodes, closeCodes, limits, subprotocols })],
  ]);
}

function rolesOf({
  name,
  writer,
  reader,
  carrier,
}: {
  name: string;
  writer: string;
  reader: string;
  carrier: string;
}) {
  return { name, writer, reader, carrier };
}

/** What readers take (`input`) and what writers write (`output`), as JSON Schema for other languages. */
function schemaFiles(surface: Surface): [string, string][] {
  return [...surface.messages.values()].flatMap(({ name, schema }) =>
    (["reader", "writer"] as const).map((view): [string, string] => {
      const io = view === "reader" ? "input" : "output";
      const rendered = z.toJSONSchema(schema as unknown as z.ZodType, { io, unrepresentable: "any" });
      return [`schema/${name}.${view}.json`, json(rendered)];
    }),
  );
}

function corpusFiles(folder: string): [string, string][] {
  const root = join(folder, "fixtures");
  if (!existsSync(root)) return [];
  return readdirSync(join(root, "valid")).map((name): [string, string] => {
    const of = (kind: string): unknown[] => readFolder(join(root, kind, name));
    return [`corpus/${name}.json`, json({ valid: of("valid"), invalid: of("invalid") })];
  });
}

function readFolder(folder: string): unknown[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: file.replace(/\.json$/, ""), ...(readJsonFile(join(folder, file)) as object) }));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
