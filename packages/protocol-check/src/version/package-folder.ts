import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { CheckError, firstLineOf } from "../errors.ts";
import { type Surface, surfaceOf } from "../surface.ts";
import { bundleProtocol, importBundle } from "./bundle.ts";

const packageName = "@trainwire/protocol";
const PackageFile = z.object({ name: z.literal(packageName), version: z.string() });

/** A protocol package that lies in a folder. */
export interface PackageFolder {
  readonly folder: string;
  readonly version: string;
}

/**
 * Finds the protocol package in a folder: the package itself, or the repository that holds it.
 *
 * @throws CheckError `unknown_version` if there is none.
 */
export function findPackage(folder: string): PackageFolder {
  const root = resolve(folder);
  for (const candidate of [root, join(root, "packages/protocol")]) {
    const file = join(candidate, "package.json");
    if (!existsSync(file)) continue;
    const parsed = PackageFile.safeParse(readJsonFile(file));
    if (parsed.success) return { folder: candidate, version: parsed.data.version };
  }
  throw new CheckError("unknown_version", `${folder} holds no ${packageName}`);
}

/** Reads the surface of the protocol package in a folder, from its sources if it has them. */
export async function surfaceOfFolder(folder: string, label: string): Promise<Surface> {
  const found = findPackage(folder);
  const code = await bundleProtocol(entryOf(found.folder), found.folder);
  const module = await importBundle(code, label);
  return surfaceOf(module, { label, version: found.version, corpus: readFixtures(found.folder) });
}

/** The first module of the package. @throws CheckError `bad_version` if it is neither built nor in source. */
export function entryOf(folder: string): string {
  const entry = ["src/index.ts", "dist/index.js"].map((file) => join(folder, file)).find(existsSync);
  if (entry === undefined)
    throw new CheckError("bad_version", `${folder} has no src/index.ts and no dist/index.js`);
  return entry;
}

/** An example of a message, as the fixtures and frozen corpora hold it. */
export const Fixture = z.looseObject({ text: z.string().optional(), message: z.unknown().optional() });

/** The text that stands for a fixture on the wire. */
export function textOfFixture(fixture: z.infer<typeof Fixture>): string {
  return fixture.text ?? JSON.stringify(fixture.message);
}

/** Every fixture of a package by message, the good ones and the bad ones. */
export function readFixtures(folder: string): Map<string, string[]> {
  const corpus = new Map<string, string[]>();
  for (const kind of ["valid", "invalid"]) {
    const root = join(folder, "fixtures", kind);
    if (!existsSync(root)) continue;
    for (const name of readdirSync(root)) {
      const texts = readdirSync(join(root, name)).map((file) => readFixture(join(root, name, file)));
      corpus.set(name, [...(corpus.get(name) ?? []), ...texts]);
    }
  }
  return corpus;
}

function readFixture(file: string): string {
  const parsed = Fixture.safeParse(readJsonFile(file));
  if (!parsed.success) throw new CheckError("bad_file", `${file} is no fixture: it needs text or message`);
  return textOfFixture(parsed.data);
}

/** Reads a file of JSON. @throws CheckError `bad_file` if it is none. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CheckError("bad_file", `${file} cannot be read as JSON: ${firstLineOf(error)}`, {
      cause: error,
    });
  }
}
