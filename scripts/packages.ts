import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of the workspace's packages that have this script in their package.json. */
export function packagesWith(script: string): string[] {
  return globSync(["packages/*", "apps/*", "trainers/*", "e2e", "bench", "chaos"]).filter((folder) => {
    const file = join(folder, "package.json");
    if (!existsSync(file)) return false;
    const manifest = JSON.parse(readFileSync(file, "utf8")) as { scripts?: Record<string, string> };
    return manifest.scripts?.[script] !== undefined;
  });
}

/** The folders that hold a Python test suite, as `scripts/python-tests.py` runs it. */
export function pythonSuites(): string[] {
  return globSync(["sdks/*", "trainers/*", "implementations/*", "deploy"]).filter((folder) =>
    existsSync(join(folder, "tests", "__init__.py")),
  );
}
