import { attempt, run } from "./command.ts";
import { ImageError } from "./errors.ts";

/** @throws ImageError `no_docker` unless a daemon answers. */
export function requireDocker(): void {
  const version = attempt("docker", ["version", "--format", "{{.Server.Version}}"]);
  if (version.ok) return;
  throw new ImageError(
    "no_docker",
    "Images need Docker, and no daemon answers: install and start it (docker.io).",
  );
}

/** Whether an image is on this machine. */
export function hasImage(name: string): boolean {
  return attempt("docker", ["image", "inspect", "--format", "{{.Id}}", name]).ok;
}

/** Whether an image is on this machine, or could be pulled just now. */
export function obtainImage(name: string): boolean {
  return hasImage(name) || attempt("docker", ["pull", "--quiet", name]).ok;
}

/** The size of an image in bytes, with its base. */
export function imageBytes(name: string): number {
  return Number(run("docker", ["image", "inspect", "--format", "{{.Size}}", name]));
}

/** What an image is built from. */
export interface Build {
  readonly tag: string;
  readonly base: string;
  /** Path of the Dockerfile. */
  readonly dockerfile: string;
  /** Folder with everything that it copies. */
  readonly context: string;
}

/** Builds an image. Without BuildKit, whose features the Dockerfiles do not use. */
export function buildImage({ tag, base, dockerfile, context }: Build): void {
  const names = ["--tag", tag, "--build-arg", `BASE_IMAGE=${base}`, "--file", dockerfile];
  run("docker", ["build", "--quiet", "--force-rm", ...names, context]);
}

/** Makes `repository:latest` mean this tag, and removes the repository's other tags unless a container uses them. */
export function promote(repository: string, tag: string): void {
  run("docker", ["tag", tag, `${repository}:latest`]);
  const tags = run("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", repository]).split("\n");
  for (const other of tags.filter((name) => name !== tag && name !== `${repository}:latest`)) {
    attempt("docker", ["image", "rm", other]);
  }
}
