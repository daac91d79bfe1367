import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseChangesetFile } from "@changesets/parse";
import semver from "semver";
import { type Bump, largerBump } from "./change.ts";
import { CheckError, firstLineOf } from "./errors.ts";

const packageName = "@trainwire/protocol";

/** The bump that is declared for the next release, and by what. */
export interface DeclaredBump {
  readonly bump: Bump;
  /** The changesets, or the versions, that declare it. */
  readonly by: readonly string[];
}

/**
 * What the pending changesets above a folder declare for the protocol, or its version does by itself.
 *
 * @throws CheckError `bad_file` if a changeset cannot be read.
 */
export function declaredBump(folder: string, versions: readonly [from: string, to: string]): DeclaredBump {
  const pending = changesetsAbove(folder).flatMap(({ file, name }) => {
    const bump = bumpIn(file, name);
    return bump === "none" ? [] : [{ bump, by: name }];
  });
  const raised = bumpBetween(...versions);
  const all = raised === "none" ? pending : [...pending, { bump: raised, by: `version ${versions[1]}` }];
  return { bump: largerBump(...all.map(({ bump }) => bump)), by: all.map(({ by }) => by) };
}

function changesetsAbove(folder: string): { file: string; name: string }[] {
  const found = join(folder, ".changeset");
  if (!existsSync(found)) {
    return dirname(folder) === folder ? [] : changesetsAbove(dirname(folder));
  }
  return readdirSync(found)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => ({ file: join(found, name), name: `.changeset/${name}` }));
}

function bumpIn(file: string, name: string): Bump {
  try {
    const { releases } = parseChangesetFile(readFileSync(file, "utf8"));
    return largerBump(...releases.filter(({ name }) => name === packageName).map(({ type }) => type));
  } catch (error) {
    throw new CheckError("bad_file", `${name} is no changeset: ${firstLineOf(error)}`, { cause: error });
  }
}

function bumpBetween(from: string, to: string): Bump {
  if (semver.valid(from) === null || semver.valid(to) === null || !semver.gt(to, from)) return "none";
  const kind = semver.diff(from, to)?.replace(/^pre(?=.)/, "");
  return kind === "major" || kind === "minor" ? kind : "patch";
}
