import { describe, expect, it } from "vitest";
import { startServer } from "../server.ts";
import { openDatabase } from "../storage/sqlite/database.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { bearer, makeTokens } from "../testing/token-server.ts";

const everywhere = { host: "0.0.0.0", port: 0 };

describe("a server beyond loopback", () => {
  it("does not start with tokens off, nor without any token, and says what to do", async () => {
    using folder = temporaryFolder();
    const options = { ...everywhere, dataFolder: folder.path };
    await expect(startServer({ ...options, tokens: "off" })).rejects.toThrow("leave out --tokens off");
    await expect(startServer(options)).rejects.toThrow(
      `trainwire-server token create --data ${folder.path} --name owner --scope admin`,
    );
    openDatabase(folder.path).close();
  });

  it("asks for tokens by itself, and answers to no name that was not allowed", async () => {
    using folder = temporaryFolder();
    const { reader } = await makeTokens(folder.path);
    await using server = await startServer({ ...everywhere, dataFolder: folder.path });
    const url = server.url.replace("0.0.0.0", "127.0.0.1");
    const list = async (headers = {}) => (await fetch(`${url}/api/v1/trainings`, { headers })).status;
    expect([await list(), await list(bearer(reader))]).toEqual([401, 200]);
  });
});

describe("on loopback", () => {
  it("tokens are off unless they are required, or a proxy brings others there", async () => {
    using folder = temporaryFolder();
    const { reader } = await makeTokens(folder.path);
    const listed = async (options: object) => {
      await using server = await startServer({ port: 0, dataFolder: folder.path, ...options });
      return (await fetch(`${server.url}/api/v1/trainings`)).status;
    };
    expect(reader).toMatch(/^tw_/);
    expect(await listed({})).toBe(200);
    expect(await listed({ tokens: "required" })).toBe(401);
    expect(await listed({ trustProxy: ["127.0.0.1"] })).toBe(401);
    expect(await listed({ trustProxy: ["127.0.0.1"], tokens: "off" })).toBe(200);
  });
});

describe("a data folder", () => {
  it("holds no token and no session that could be used, only their hashes", async () => {
    using folder = temporaryFolder();
    const tokens = await makeTokens(folder.path);
    const server = await startServer({ port: 0, dataFolder: folder.path, tokens: "required" });
    const login = await fetch(`${server.url}/api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: tokens.reader }),
    });
    const cookie = /trainwire_session=([^;]+)/.exec(login.headers.getSetCookie()[0] ?? "")?.[1] ?? "";
    await server.close();
    const database = openDatabase(folder.path);
    const stored = database.prepare("SELECT * FROM records").all();
    database.close();
    const text = JSON.stringify(stored);
    expect(stored.length).toBeGreaterThan(Object.keys(tokens).length);
    expect(cookie.length).toBeGreaterThan(40);
    for (const secret of [...Object.values(tokens), cookie]) expect(text).not.toContain(secret.slice(4));
  });
});
