import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { tokenServer } from "../testing/token-server.ts";
import { tokenCommand } from "./token-command.ts";

let out = "";
beforeEach(() => {
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What the command prints. */
async function token(...args: string[]): Promise<string> {
  out = "";
  await tokenCommand().exitOverride().parseAsync(args, { from: "user" });
  return out;
}

describe("trainwire-server token", () => {
  it("makes, lists and revokes tokens of a data folder that no server uses", async () => {
    using folder = temporaryFolder();
    const at = ["--data", folder.path];
    const made = await token(
      "create",
      ...at,
      "--name",
      "box",
      "--scope",
      "read",
      "publish",
      "--expires-in",
      "90d",
    );
    expect(made).toMatch(/^tw_[\w-]{43}\n$/);
    const [listed] = JSON.parse(await token("list", ...at, "--json"));
    expect(listed).toMatchObject({
      name: "box",
      scopes: ["read", "publish"],
      expires_at: expect.any(String),
    });
    expect(await token("list", ...at)).toContain("read,publish");
    await token("revoke", ...at, listed.token_id);
    expect(await token("list", ...at)).toBe("");
    await expect(token("revoke", ...at, listed.token_id)).rejects.toThrow("there is no token");
  });

  it("does so through a running server with an admin's token, and says why it cannot", async () => {
    await using server = await tokenServer();
    const at = ["--server", server.url];
    await expect(token("list", ...at)).rejects.toThrow("TRAINWIRE_TOKEN");
    vi.stubEnv("TRAINWIRE_TOKEN", server.tokens.reader);
    await expect(token("list", ...at)).rejects.toThrow("lacks the scope admin");
    vi.stubEnv("TRAINWIRE_TOKEN", server.tokens.owner);
    await token("create", ...at, "--name", "remote", "--scope", "read", "--train-ids", "job_*");
    const [newest] = JSON.parse(await token("list", ...at, "--json"));
    expect(newest).toMatchObject({ name: "remote", train_ids: "job_*" });
    await token("revoke", ...at, newest.token_id);
    expect(await token("list", ...at)).not.toContain("remote");
    await expect(token("list", "--data", server.dataFolder)).rejects.toThrow("in use by another server");
  });
});
