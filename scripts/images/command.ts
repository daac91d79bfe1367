import { spawnSync } from "node:child_process";
import { ImageError } from "./errors.ts";

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** What it printed to stdout, trimmed. */
  readonly output: string;
  /** What it printed to stderr, trimmed; why it could not be started, if so. */
  readonly problem: string;
}

/** Runs a command to its end, quietly. Never throws. */
export function attempt(program: string, args: readonly string[]): CommandResult {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: status === 0, output: (stdout ?? "").trim(), problem: error?.message ?? stderr.trim() };
}

/**
 * Runs a command and returns what it printed.
 * @throws ImageError `command_failed` with the end of its output.
 */
export function run(program: string, args: readonly string[]): string {
  const result = attempt(program, args);
  if (result.ok) return result.output;
  const told = `${result.output}\n${result.problem}`.trim().split("\n").slice(-20).join("\n");
  throw new ImageError("command_failed", `${program} ${args.slice(0, 2).join(" ")} failed:\n${told}`);
}
