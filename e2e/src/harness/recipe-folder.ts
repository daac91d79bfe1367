import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { python } from "./program.ts";
import { repository } from "./server-process.ts";

interface ProcessRecipe {
  command: string[];
  cwd: string;
  env: Record<string, string>;
  parameters: Record<string, unknown>;
}

const small = ["--context=32", "--layers=1", "--heads=2", "--width=32", "--eval-every=110"];

/** An empty folder, gone with its last use. */
export function temporaryFolder(what: string): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), `trainwire-${what}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * A folder with the shipped recipe `language-model` for the tests' Python. Its trainer waits after each step that the
 * parameter `waits_at` names, until it is told something or killed, and says its process id.
 */
export function recipeFolder(): { readonly path: string } & Disposable {
  const folder = temporaryFolder("recipes");
  const recipe = parse(
    readFileSync(join(repository, "recipes/language-model.yaml"), "utf8"),
  ) as ProcessRecipe;
  const [, , , ...options] = recipe.command;
  recipe.command = [
    python,
    join(import.meta.dirname, "../trainers/waits_at.py"),
    "{waits_at}",
    ...options,
    ...small,
  ];
  recipe.cwd = repository;
  recipe.parameters["waits_at"] = { type: "text", default: "0" };
  writeFileSync(join(folder.path, "language-model.yaml"), stringify(recipe));
  return folder;
}
