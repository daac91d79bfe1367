import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { clientReader } from "./client.ts";

function requestFrom(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return {
    socket: { remoteAddress },
    headers: { host: "own:8000", ...headers },
  } as unknown as IncomingMessage;
}

const nobody = { has: () => false };

describe("the client of a request", () => {
  const clientOf = clientReader([], nobody);

  it.each([
    ["127.0.0.1", "127.0.0.1", true],
    ["127.8.9.1", "127.8.9.1", true],
    ["::ffff:127.0.0.1", "127.0.0.1", true],
    ["::ffff:203.0.113.9", "203.0.113.9", false],
    ["203.0.113.9", "203.0.113.9", false],
    ["::1", "0:0:0:0::/64", true],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", false],
    ["2001:db8:1:2::6", "2001:db8:1:2::/64", false],
    ["fe80::1%eth0", "fe80:0:0:0::/64", false],
    ["2001:db8::", "2001:db8:0:0::/64", false],
  ])("at %s is counted as %s", (remote, address, isLoopback) => {
    expect(clientOf(requestFrom(remote))).toMatchObject({ address, isLoopback, host: "own:8000" });
  });

  it("is the first that no trusted proxy stands for, whatever it claims itself", () => {
    const behind = clientReader(["10.0.0.0/8", "127.0.0.1"], nobody);
    const forwarded = (remote: string, chain: string) =>
      behind(requestFrom(remote, { "x-forwarded-for": chain })).address;
    expect(forwarded("127.0.0.1", "203.0.113.9")).toBe("203.0.113.9");
    expect(forwarded("127.0.0.1", "127.0.0.1, 203.0.113.9, 10.1.2.3")).toBe("203.0.113.9");
    expect(forwarded("203.0.113.9", "127.0.0.1")).toBe("203.0.113.9");
  });

  it("takes host and scheme from the nearest proxy, and only from a trusted one", () => {
    const headers = { "x-forwarded-proto": "http, https", "x-forwarded-host": "evil.example, ui.example" };
    expect(clientReader(["127.0.0.1"], nobody)(requestFrom("127.0.0.1", headers))).toMatchObject({
      isSecure: true,
      host: "ui.example",
    });
    expect(clientOf(requestFrom("127.0.0.1", headers))).toMatchObject({ isSecure: false, host: "own:8000" });
  });

  it("on the listener for trainers is who connected there: none of them is a proxy", () => {
    const headers = { "x-forwarded-for": "203.0.113.9", "x-forwarded-host": "evil.example" };
    const atTrainers = clientReader(["172.17.0.0/16"], { has: () => true });
    expect(atTrainers(requestFrom("172.17.0.2", headers))).toMatchObject({
      address: "172.17.0.2",
      host: "own:8000",
      isAtTrainers: true,
    });
  });
});
