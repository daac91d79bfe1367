import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { CheckError } from "../errors.ts";
import { type Surface, surfaceOf } from "../surface.ts";
import { importModule } from "./bundle.ts";
import { Fixture, readJsonFile, textOfFixture } from "./package-folder.ts";

/** What `release.json` of a frozen release says. */
export const ReleaseFile = z.object({ version: z.string() });

/** What a file of a frozen corpus holds: the examples of one message. */
export const CorpusFile = z.object({ valid: z.array(Fixture), invalid: z.array(Fixture) });

/** Where the frozen releases of a protocol package lie. */
export function releasesFolder(packageFolder: string): string {
  return join(packageFolder, "spec/releases");
}

/** The names of the frozen releases, the oldest first. */
export function releaseNames(packageFolder: string): string[] {
  const folder = releasesFolder(packageFolder);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map(({ name }) => name).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/**
 * Reads the surface of a frozen release: by its own parser, which was stored with it.
 *
 * @throws CheckError `unknown_version`, `bad_version` or `bad_file`.
 */
export async function surfaceOfRelease(packageFolder: string, name: string): Promise<Surface> {
  const known = releaseNames(packageFolder);
  if (!known.includes(name)) {
    const there = known.length === 0 ? "there is none" : `there is ${known.join(", ")}`;
    throw new CheckError("unknown_version", `no release ${name} is frozen here; ${there}`);
  }
  const folder = join(releasesFolder(packageFolder), name);
  const file = join(folder, "release.json");
  const release = ReleaseFile.safeParse(readJsonFile(file));
  if (!release.success) throw new CheckError("bad_file", `${file} does not name the version of the release`);
  const module = await importModule(pathToFileURL(join(folder, "schema/parser.mjs")).href, `release ${name}`);
  return surfaceOf(module, {
    label: name,
    version: release.data.version,
    corpus: readCorpus(join(folder, "corpus")),
  });
}

function readCorpus(folder: string): Map<string, string[]> {
  if (!existsSync(folder)) throw new CheckError("bad_file", `${folder} is missing`);
  return new Map(
    readdirSync(folder).map((name) => {
      const file = join(folder, name);
      const parsed = CorpusFile.safeParse(readJsonFile(file));
      if (!parsed.success)
        throw new CheckError("bad_file", `${file} is no corpus: it needs valid and invalid`);
      const texts = [...parsed.data.valid, ...parsed.data.invalid].map(textOfFixture);
      return [basename(name, ".json"), texts];
    }),
  );
}
