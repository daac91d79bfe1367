/**
 * Builds the container images, each only if something it is made of has changed. `--help` says more. Ends with
 * exit code 1 if a build failed, and 3 if what it needs is missing on this machine.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BaseChoice, chooseBase, expectedBase } from "./bases.ts";
import { type Image, images, publicBaseOf } from "./catalogue.ts";
import { buildImage, hasImage, promote, requireDocker } from "./docker.ts";
import { ImageError } from "./errors.ts";
import { copyInto, hashOf, inputFiles } from "./inputs.ts";
import { report } from "./report.ts";

const help = `node scripts/images/build.ts [--base auto|public|own] [--list] [IMAGE…]

Builds all images, or those named, as trainwire/IMAGE:HASH and trainwire/IMAGE:latest. HASH tells what an image was
made of, its base included: one that is present already is not built again. Older ones are removed.

  --base   what to build on (default: auto, or TRAINWIRE_IMAGE_BASE):
           public  the image that the Dockerfile names, pulled
           own     one made here, from Debian packages with mmdebstrap and from pip's wheels
           auto    public if it can be had, else own
  --list   only tell which images there are and whether they are up to date
  --help   this

Images: ${images.map(({ name, description }) => `${name} (${description})`).join(", ")}
Images and their bases carry the label dev.trainwire.`;

process.chdir(join(import.meta.dirname, "..", ".."));
process.exitCode = main();

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      base: { type: "string", default: process.env["TRAINWIRE_IMAGE_BASE"] ?? "auto" },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  try {
    const choice = readChoice(values.base);
    const chosen = choose(positionals);
    requireDocker();
    for (const image of chosen) (values.list ? list : ensure)(image, choice);
    return 0;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    console.error(error.message);
    return error.code === "no_docker" || error.code === "no_mmdebstrap" ? 3 : 1;
  }
}

function readChoice(text: string): BaseChoice {
  if (text === "auto" || text === "public" || text === "own") return text;
  throw new ImageError("bad_option", `--base ${text} is none of auto, public, own`);
}

function choose(names: readonly string[]): readonly Image[] {
  const unknown = names.find((name) => !images.some((image) => image.name === name));
  if (unknown !== undefined) throw new ImageError("bad_option", `there is no image ${unknown}: see --list`);
  return images.filter((image) => names.length === 0 || names.includes(image.name));
}

function list(image: Image, choice: BaseChoice): void {
  const tag = tagOf(image, expectedBase(publicBaseOf(image), image.ownBase, choice));
  report({ name: image.name, verdict: hasImage(tag) ? "present" : "missing", tag });
}

function ensure(image: Image, choice: BaseChoice): void {
  const base = chooseBase(publicBaseOf(image), image.ownBase, choice);
  const began = performance.now();
  const tag = tagOf(image, base);
  const isPresent = hasImage(tag);
  if (!isPresent) build(image, base, tag);
  promote(repositoryOf(image), tag);
  report({ name: image.name, verdict: isPresent ? "present" : "built", ms: performance.now() - began, tag });
}

function build(image: Image, base: string, tag: string): void {
  const context = mkdtempSync(join(tmpdir(), "trainwire-image-"));
  try {
    if (image.stage) image.stage(context);
    else copyInto(context, inputFiles(image.inputs));
    buildImage({ tag, base, dockerfile: image.dockerfile, context });
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

function tagOf(image: Image, base: string): string {
  return `${repositoryOf(image)}:${hashOf(inputFiles(image.inputs), [base])}`;
}

function repositoryOf(image: Image): string {
  return `trainwire/${image.name}`;
}
