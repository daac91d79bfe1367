import { describe, expect, it, vi } from "vitest";
import { MemoryRecords } from "../testing/memory-records.ts";
import type { Grant } from "./grant.ts";
import { Sessions } from "./sessions.ts";
import type { SessionRecord, TokenRecord } from "./token-record.ts";
import { Tokens } from "./tokens.ts";

let count = 0;
const secrets = {
  random: () => {
    const number = String((count += 1)).padStart(4, "0");
    return `${number}${"s".repeat(35)}${number}`;
  },
  hash: (secret: string) => `hash of ${secret.slice(-4)}`,
};
const onError = (error: unknown) => expect.unreachable(String(error));
const request = { name: "x", scopes: ["read" as const] };

async function opened() {
  const records = new MemoryRecords<TokenRecord>();
  const tokens = await Tokens.open({ records, secrets, onError });
  return { records, tokens };
}

function grantOf(tokens: Tokens, token: string): Grant {
  const grant = tokens.find(token, Date.now());
  return grant ?? expect.unreachable("the token was just made");
}

describe("tokens", () => {
  it("are found until they are revoked, and then by nobody, also after a restart", async () => {
    const { records, tokens } = await opened();
    const { token, token_id } = await tokens.create(request, Date.now());
    expect(tokens.find(token, Date.now())?.terms).toMatchObject({ tokenId: token_id, scopes: ["read"] });
    const again = await Tokens.open({ records, secrets, onError });
    expect(again.find(token, Date.now())?.terms.tokenId).toBe(token_id);
    expect([await tokens.revoke(token_id), await tokens.revoke(token_id)]).toEqual([true, false]);
    expect(tokens.find(token, Date.now())).toBeUndefined();
    expect((await Tokens.open({ records, secrets, onError })).find(token, Date.now())).toBeUndefined();
  });

  it("that expire all end at once, although one of them cannot be removed", async () => {
    const records = new MemoryRecords<TokenRecord>();
    const errors: unknown[] = [];
    const tokens = await Tokens.open({ records, secrets, onError: (error) => errors.push(error) });
    const nowMs = Date.now();
    const ended = vi.fn();
    for (let each = 0; each < 3; each += 1) {
      const { token } = await tokens.create({ ...request, expires_in_seconds: 1 }, nowMs);
      grantOf(tokens, token).hold(ended);
    }
    records.fail = true;
    await tokens.expire(nowMs + 1000);
    expect([ended.mock.calls.length, tokens.count, errors.length]).toEqual([3, 1, 1]);
    await tokens.expire(nowMs + 2000);
    expect([ended.mock.calls.length, tokens.count, errors.length]).toEqual([3, 0, 1]);
  });

  it("that could not be removed have ended all the same, and can be revoked again", async () => {
    const { records, tokens } = await opened();
    const { token, token_id } = await tokens.create(request, Date.now());
    const ended = vi.fn();
    tokens.find(token, Date.now())?.hold(ended);
    records.fail = true;
    await expect(tokens.revoke(token_id)).rejects.toThrow("full");
    expect(ended).toHaveBeenCalledOnce();
    expect(tokens.find(token, Date.now())).toBeUndefined();
    expect(await tokens.revoke(token_id)).toBe(true);
    expect(records.stored.size).toBe(0);
  });

  it("with the scope admin cover all trainings, or could make themselves one that does", async () => {
    const { tokens } = await opened();
    const some = { ...request, scopes: ["admin" as const], train_ids: "job_*" };
    await expect(tokens.create(some, Date.now())).rejects.toMatchObject({ code: "bad_message" });
    expect(tokens.count).toBe(0);
  });

  it("note their use once in ten minutes", async () => {
    const { records, tokens } = await opened();
    const nowMs = Date.now();
    const { token, token_id } = await tokens.create(request, nowMs);
    const versions = async () => (await records.get(token_id))?.version;
    for (const minutes of [0, 1, 9]) tokens.find(token, nowMs + minutes * 60_000);
    expect(await versions()).toBe(2);
    tokens.find(token, nowMs + 11 * 60_000);
    expect(await versions()).toBe(3);
    expect(tokens.list()[0]?.last_used_at).toBe(new Date(nowMs + 11 * 60_000).toISOString());
  });

  it("that have expired are neither found nor kept", async () => {
    const { records, tokens } = await opened();
    const nowMs = Date.now();
    const { token } = await tokens.create({ ...request, expires_in_seconds: 60 }, nowMs);
    expect(tokens.find(token, nowMs + 59_999)).toBeDefined();
    expect(tokens.find(token, nowMs + 60_000)).toBeUndefined();
    await tokens.expire(nowMs + 60_000);
    expect([tokens.count, records.stored.size]).toEqual([0, 0]);
  });
});

describe("sessions of a token", () => {
  it("are a hundred at most: the oldest makes room", async () => {
    const { tokens } = await opened();
    const sessionRecords = new MemoryRecords<SessionRecord>();
    const sessions = await Sessions.open({ records: sessionRecords, tokens, secrets, onError });
    const { token } = await tokens.create(request, Date.now());
    const grant = grantOf(tokens, token);
    const made: string[] = [];
    for (let each = 0; each < 101; each += 1) made.push(await sessions.create(grant, Date.now()));
    expect(sessions.find(made[0] ?? "", Date.now())).toBeUndefined();
    expect(sessions.find(made[1] ?? "", Date.now())).toBeDefined();
    expect(sessionRecords.stored.size).toBe(100);
  });

  it("end after 30 days, and with their token", async () => {
    const { tokens } = await opened();
    const sessions = await Sessions.open({ records: new MemoryRecords(), tokens, secrets, onError });
    const nowMs = Date.now();
    const { token, token_id } = await tokens.create(request, nowMs);
    const grant = grantOf(tokens, token);
    const secret = await sessions.create(grant, nowMs);
    const day = 24 * 60 * 60 * 1000;
    expect(sessions.find(secret, nowMs + 30 * day - 1)).toBeDefined();
    expect(sessions.find(secret, nowMs + 30 * day)).toBeUndefined();
    await tokens.revoke(token_id);
    expect(sessions.find(secret, nowMs)).toBeUndefined();
  });
});
