import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OwnBase } from "./bases.ts";
import { run } from "./command.ts";
import { ImageError } from "./errors.ts";

/** An image of this repository. */
export interface Image {
  readonly name: string;
  readonly description: string;
  readonly dockerfile: string;
  /** What it is made of: files and folders of the repository. */
  readonly inputs: readonly string[];
  readonly ownBase: OwnBase;
  /** Puts into the context what has to be built first; without it the inputs are the context. */
  readonly stage?: (context: string) => void;
}

const pnpm = ["-y", "pnpm@12.21.0"];

/** Every image, in the order they are built. */
export const images: readonly Image[] = [
  {
    name: "server",
    description: "the server with its dashboard",
    dockerfile: "deploy/server/Dockerfile",
    inputs: [
      "deploy/server",
      "packages/protocol",
      "packages/client",
      "packages/server",
      "apps/dashboard",
      "tsconfig.base.json",
      "pnpm-lock.yaml",
    ],
    ownBase: "node",
    stage: stageServer,
  },
  {
    name: "conformance",
    description: "the conformance suite",
    dockerfile: "deploy/conformance/Dockerfile",
    inputs: [
      "deploy/conformance",
      "packages/protocol",
      "apps/conformance",
      "tsconfig.base.json",
      "pnpm-lock.yaml",
    ],
    ownBase: "node",
    stage: (context) => stagePackage("conformance", join(context, "conformance")),
  },
  {
    name: "trainer-pytorch",
    description: "a language model, trained with PyTorch",
    dockerfile: "trainers/pytorch/Dockerfile",
    inputs: ["trainers/pytorch/Dockerfile", "trainers/pytorch/pytorch_trainer", "sdks/python/src/trainwire"],
    ownBase: "torch",
  },
  {
    name: "trainer-huggingface-lora",
    description: "a language model, adapted by LoRA with transformers and peft",
    dockerfile: "trainers/huggingface-lora/Dockerfile",
    inputs: [
      "trainers/huggingface-lora/Dockerfile",
      "trainers/huggingface-lora/lora_trainer",
      "trainers/pytorch/pytorch_trainer",
      "sdks/python/src/trainwire",
    ],
    ownBase: "transformers",
  },
  {
    name: "trainer-faulty",
    description: "a trainer that goes wrong on purpose",
    dockerfile: "trainers/faulty/Dockerfile",
    inputs: ["trainers/faulty/Dockerfile", "trainers/faulty/faulty_trainer"],
    ownBase: "python",
  },
];

/** The public base that the Dockerfile names as its default. */
export function publicBaseOf(image: Image): string {
  const base = /^ARG BASE_IMAGE=(\S+)$/m.exec(readFileSync(image.dockerfile, "utf8"))?.[1];
  if (base) return base;
  throw new ImageError("bad_dockerfile", `${image.dockerfile} has no line ARG BASE_IMAGE=…`);
}

function stageServer(context: string): void {
  stagePackage("server", join(context, "server"));
  run("npx", [...pnpm, "exec", "turbo", "run", "build", "--filter=@trainwire/dashboard"]);
  cpSync("apps/dashboard/dist", join(context, "dashboard"), { recursive: true });
}

/** Builds a package of the workspace and puts it into a folder, with what it needs to run and nothing else. */
function stagePackage(name: string, folder: string): void {
  const filter = `--filter=@trainwire/${name}`;
  run("npx", [...pnpm, "exec", "turbo", "run", "build", filter]);
  run("npx", [...pnpm, filter, "deploy", "--prod", "--legacy", folder]);
}
