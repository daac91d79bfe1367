/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as protocol from "./index.ts";

const files = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing/"),
);
const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

describe.each(files)("%s", (file) => {
  const source = read(file);

  it("imports zod and its own neighbours alone", () => {
    for (const [, from] of source.matchAll(/from "([^"]+)"/g))
      expect(from).toMatch(/^(zod|\.{1,2}\/([a-z0-9]+\/)?[a-z-]+\.ts)$/);
    expect(source).not.toMatch(/\bimport\(|\brequire\(|^import "/m);
  });

  it("names nothing that only Node or a browser has", () => {
    const platform =
      /\b(process|Buffer|window|document|globalThis|console|setTimeout|setInterval|fetch|performance)\b[.(]/;
    expect(withoutComments(source)).not.toMatch(platform);
  });

  it("describes every export", () => {
    const exported = /^export (?!\{|type \{)/;
    const lines = source.split("\n");
    for (const [at, line] of lines.entries()) {
      const implementsOverload = lines[at - 1]?.startsWith("export function") && lines[at - 1]?.endsWith(";");
      if (exported.test(line) && !implementsOverload)
        expect(`${lines[at - 1]} before ${line}`).toMatch(/\*\/ before/);
    }
  });
});

describe("the package", () => {
  it("is compiled without the types of any platform", () => {
    const config = JSON.parse(read("../../../tsconfig.base.json")) as {
      compilerOptions: { types: string[]; lib: string[] };
    };
    expect(config.compilerOptions.types).toEqual([]);
    expect(config.compilerOptions.lib.filter((lib) => lib.includes("dom"))).toEqual([]);
    const own = JSON.parse(read("../tsconfig.build.json")) as { compilerOptions: object };
    expect(own.compilerOptions).not.toHaveProperty("types");
    expect(own.compilerOptions).not.toHaveProperty("lib");
  });

  it("exports names, and no default", () => {
    expect(Object.keys(protocol)).not.toContain("default");
    expect(Object.values(protocol)).not.toContain(undefined);
  });
});
