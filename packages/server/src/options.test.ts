import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readEnvironment } from "./cli/read-options.ts";
import { tokenCommand } from "./cli/token-command.ts";
import { type ProcessOptions, serverCommand } from "./options.ts";

/** What the process is asked to do with these variables and flags. */
async function optionsOf(
  env: Record<string, string>,
  flags: readonly string[] = [],
): Promise<ProcessOptions> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const serve = vi.fn<(options: ProcessOptions) => Promise<void>>().mockResolvedValue();
  const program = serverCommand(serve).addCommand(tokenCommand()).exitOverride();
  program.configureOutput({ writeErr: () => undefined });
  readEnvironment(program, process.env);
  await program.parseAsync(flags, { from: "user" });
  return serve.mock.calls[0]?.[0] ?? expect.unreachable("it was asked to serve");
}

const switches = [
  ["TRAINWIRE_COMPRESS", "compress", "--compress"],
  ["TRAINWIRE_DRAFT_VERSIONS", "draftVersions", "--draft-versions"],
  ["TRAINWIRE_LIMIT_LOOPBACK", "limitLoopback", "--limit-loopback"],
  ["TRAINWIRE_WATCH_POLL", "watchPoll", "--watch-poll"],
] as const;

describe.each(switches)("%s", (variable, option, flag) => {
  it.each(["true", "1", "yes", "on", "TRUE", " Yes "])("is on with %j", async (text) => {
    expect((await optionsOf({ [variable]: text }))[option]).toBe(true);
  });

  it.each(["false", "0", "no", "off", "False", ""])("is off with %j", async (text) => {
    expect((await optionsOf({ [variable]: text }))[option]).toBe(false);
  });

  it("that says no gives way to the flag", async () => {
    expect((await optionsOf({ [variable]: "no" }, [flag]))[option]).toBe(true);
  });

  it("that says neither is refused", async () => {
    await expect(optionsOf({ [variable]: "maybe" })).rejects.toThrow(`${variable} is "maybe"`);
  });
});

it("an empty variable is as one that is not set, for every option", async () => {
  const program = serverCommand(async () => undefined);
  const variables = program.options.flatMap(({ envVar }) => envVar ?? []);
  expect(variables).toContain("TRAINWIRE_PORT");
  const empty = Object.fromEntries(variables.map((name) => [name, ""]));
  expect(await optionsOf(empty)).toEqual(await optionsOf({}));
  expect(await optionsOf({ TRAINWIRE_PORT: "", TRAINWIRE_DATA: " " })).toMatchObject({
    port: 8000,
    dataFolder: "data",
  });
});

it("a variable with a value counts", async () => {
  expect(await optionsOf({ TRAINWIRE_PORT: "0", TRAINWIRE_TOKENS: "off" })).toMatchObject({
    port: 0,
    tokens: "off",
  });
});
