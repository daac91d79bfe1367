import { expect, it } from "vitest";
import { testServer } from "../testing/test-server.ts";
import { bearer, tokenServer } from "../testing/token-server.ts";

const counts = { connections: 0, subscriptions: 0, trainings: 0 };

it("where tokens are required /healthz answers all, and counts for a token that may read", async () => {
  await using server = await tokenServer();
  const seenWith = async (headers: Record<string, string>) => {
    const answer = await server.get("/healthz", headers);
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const { reader, owner, publisher } = server.tokens;
  for (const token of [reader, owner])
    expect(await seenWith(bearer(token))).toEqual({ status: "ok", ...counts });
  for (const headers of [{}, bearer(publisher), bearer("tw_unknown")])
    expect(await seenWith(headers)).toEqual({ status: "ok" });
});

it("where tokens are off /healthz counts for everybody", async () => {
  await using server = await testServer();
  expect(await (await server.get("/healthz")).json()).toEqual({ status: "ok", ...counts });
});
