import fastifyCookie from "@fastify/cookie";
import { array, assert, constantFrom, oneof, property, record, string } from "fast-check";
import fastify from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { readCredential } from "./credential.ts";

// The plugin loads its parser when it is registered.
beforeAll(async () => {
  const app = fastify();
  await app.register(fastifyCookie);
  await app.close();
});

const token = `tw_${"a".repeat(43)}`;
const offer = `trainwire.token.${Buffer.from(token).toString("base64url")}`;

describe("the credential of a request", () => {
  it.each([
    [{}, { kind: "none" }],
    [{ authorization: `Bearer ${token}` }, { kind: "token", text: token }],
    [{ authorization: `bearer  ${token} ` }, { kind: "token", text: token }],
    [{ authorization: `Basic ${token}` }, { kind: "none" }],
    [{ authorization: `Bearer ${token} ${token}` }, { kind: "none" }],
    [{ "sec-websocket-protocol": `trainwire.v1, ${offer}` }, { kind: "token", text: token }],
    [{ "sec-websocket-protocol": "trainwire.v1" }, { kind: "none" }],
    [{ cookie: "a=b; trainwire_session=tws_1; c=d" }, { kind: "session", secret: "tws_1" }],
    [{ cookie: "xtrainwire_session=tws_1" }, { kind: "none" }],
    [
      { cookie: "trainwire_session=tws_1", authorization: `Bearer ${token}` },
      { kind: "token", text: token },
    ],
  ])("in %j is %j", (headers, credential) => {
    expect(readCredential(headers)).toEqual(credential);
  });

  it("is read from any headers at all without a throw", () => {
    const text = string({ unit: "binary", maxLength: 300 });
    const near = constantFrom(
      "Bearer ",
      "bearer",
      offer,
      "trainwire.token.",
      "trainwire_session=",
      "=;%",
      ",",
      " ",
    );
    const value = array(oneof(text, near), { maxLength: 6 }).map((parts) => parts.join(""));
    const headers = record(
      { authorization: value, cookie: value, "sec-websocket-protocol": value },
      { requiredKeys: [] },
    );
    assert(
      property(headers, (each) => {
        expect(["none", "token", "session"]).toContain(readCredential(each).kind);
      }),
      { numRuns: 5000 },
    );
  });
});
