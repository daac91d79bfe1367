import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GridError } from "./errors.ts";
import { run } from "./program.ts";

const pnpm = ["npx", "--prefer-offline", "-y", "pnpm@12.21.0"];
const packages = {
  protocol: "packages/protocol",
  server: "packages/server",
  client: "packages/client",
  conformance: "apps/conformance",
} as const;
type PackageName = keyof typeof packages;

/** What is released together, installed from packages into a folder outside of any workspace. */
export interface Version extends AsyncDisposable {
  /** As it was asked for: `current`, `git:v0.9.0`, `npm:0.9.0`. */
  readonly label: string;
  readonly folder: string;
  /** The command that starts a program which a package brings along. */
  readonly bin: (name: "trainwire-server" | "trainwire-conformance") => readonly string[];
  /** The command that starts one of the grid's programs on this version's client. */
  readonly program: (name: "publish" | "follow") => readonly string[];
}

/**
 * Installs a version: `current` is this tree as it was built, `git:REF` a commit that is built first, `npm:VERSION` what
 * the registry has.
 *
 * @throws GridError `bad_option` or `command_failed`.
 */
export async function installVersion(label: string): Promise<Version> {
  const folder = await mkdtemp(join(tmpdir(), "trainwire-grid-"));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const sources = await sourcesOf(label, folder);
    const app = join(folder, "app");
    await install(app, sources);
    await cp(join(import.meta.dirname, "programs"), app, { recursive: true });
    return {
      label,
      folder,
      bin: (name) => [join(app, "node_modules/.bin", name)],
      program: (name) => [process.execPath, join(app, `${name}.mjs`)],
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function sourcesOf(label: string, folder: string): Promise<Record<PackageName, string>> {
  const [kind, ref = ""] = label.split(/:(.*)/s);
  if (label === "current") return pack(".", folder);
  if (kind === "npm" && ref !== "") return eachPackage(() => ref);
  if (kind !== "git" || ref === "")
    throw new GridError("bad_option", `${label} is none of current, git:REF, npm:VERSION`);
  const tree = join(folder, "tree");
  await run(["git", "worktree", "add", "--detach", tree, ref]);
  try {
    await run([...pnpm, "install", "--frozen-lockfile", "--prefer-offline"], { cwd: tree });
    const filters = Object.keys(packages).map((name) => `--filter=@trainwire/${name}`);
    await run([...pnpm, "exec", "turbo", "run", "build", ...filters], { cwd: tree });
    return await pack(tree, folder);
  } finally {
    await run(["git", "worktree", "remove", "--force", tree]);
  }
}

/** Packs as `npm publish` would, with the workspace's own ranges replaced by versions. */
async function pack(tree: string, folder: string): Promise<Record<PackageName, string>> {
  const packs = new Map<PackageName, string>();
  for (const [name, path] of Object.entries(packages) as [PackageName, string][]) {
    const file = join(folder, `${name}.tgz`);
    await run([...pnpm, "pack", "--out", file], { cwd: join(tree, path) });
    packs.set(name, `file:${file}`);
  }
  return eachPackage((name) => packs.get(name) ?? "");
}

function eachPackage(sourceOf: (name: PackageName) => string): Record<PackageName, string> {
  return {
    protocol: sourceOf("protocol"),
    server: sourceOf("server"),
    client: sourceOf("client"),
    conformance: sourceOf("conformance"),
  };
}

/** Packages see only what they declare here: what is missing in a package.json or in its files shows. */
async function install(app: string, sources: Record<PackageName, string>): Promise<void> {
  await mkdir(app);
  const dependencies = Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [`@trainwire/${name}`, source]),
  );
  await writeFile(join(app, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  // Each package asks for the protocol of its own version, which may be in no registry yet.
  const settings = {
    pmOnFail: "ignore",
    strictDepBuilds: false,
    overrides: { "@trainwire/protocol": sources.protocol },
  };
  await writeFile(join(app, "pnpm-workspace.yaml"), JSON.stringify(settings));
  await run([...pnpm, "install", "--prod", "--prefer-offline"], { cwd: app });
}
