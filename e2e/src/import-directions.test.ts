import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "./harness/server-process.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trainwire-lint-"));
  copyFileSync(join(repository, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Lints one file that holds one import, in a place of the repository's layout. */
function lint(file: string, specifier: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { thing } from "${specifier}";\n\nexport const used = thing;\n`);
  try {
    return execFileSync(join(repository, "node_modules/.bin/oxlint"), [path], {
      cwd: folder,
      encoding: "utf8",
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  } finally {
    rmSync(path);
  }
}

describe("the lint's import directions", () => {
  it.each([
    ["packages/protocol/src/planted.ts", "node:fs"],
    ["packages/protocol/src/planted.ts", "@trainwire/server"],
    ["packages/protocol-check/src/planted.ts", "@trainwire/protocol"],
    ["packages/server/src/core/planted.ts", "ws"],
    ["packages/server/src/core/planted.ts", "node:fs"],
    ["packages/server/src/core/planted.ts", "../storage/sqlite/sqlite-log.ts"],
    ["packages/server/src/core/planted.ts", "../transports/access.ts"],
    ["packages/server/src/storage/sqlite/planted.ts", "../../transports/access.ts"],
    ["packages/server/src/core/planted.ts", "../files/file-watch.ts"],
    ["packages/server/src/files/planted.ts", "../storage/sqlite/sqlite-log.ts"],
    ["packages/server/src/files/formats/planted.ts", "fastify"],
    ["packages/server/src/planted.ts", "@trainwire/client"],
    ["packages/client/src/planted.ts", "@trainwire/server"],
    ["packages/client/src/planted.ts", "node:fs"],
    ["packages/client/src/link/planted.ts", "ws"],
    ["apps/conformance/src/planted.ts", "@trainwire/server"],
    ["apps/conformance/src/planted.ts", "@trainwire/client"],
    ["apps/conformance/src/planted.ts", "@trainwire/protocol/dist/codec.js"],
    ["apps/dashboard/src/planted.ts", "@trainwire/server"],
    ["apps/dashboard/src/shared/planted.ts", "../features/training/chart.ts"],
    ["apps/dashboard/src/features/training/planted.ts", "../trainings/row.ts"],
    ["apps/dashboard/src/features/compare/planted.ts", "../training/configuration.tsx"],
    ["apps/dashboard/src/features/start/planted.ts", "../session/session.ts"],
    ["apps/dashboard/src/features/training/planted.ts", "../../app/router.tsx"],
    ["trainers/digits/src/planted.ts", "@trainwire/server"],
  ])("fail %s that imports %s", (file, specifier) => {
    expect(lint(file, specifier)).toContain("no-restricted-imports");
  });

  it.each([
    ["packages/protocol/src/planted.ts", "zod"],
    ["packages/protocol-check/src/planted.ts", "node:fs"],
    ["packages/server/src/core/planted.ts", "@trainwire/protocol"],
    ["packages/server/src/transports/planted.ts", "../core/log.ts"],
    ["packages/client/src/planted.ts", "@trainwire/protocol"],
    ["apps/conformance/src/planted.ts", "@trainwire/protocol"],
    ["apps/dashboard/src/features/training/planted.ts", "../../shared/format.ts"],
    ["trainers/digits/src/planted.ts", "@trainwire/client"],
  ])("let %s import %s", (file, specifier) => {
    expect(lint(file, specifier)).not.toContain("no-restricted-imports");
  });
});
