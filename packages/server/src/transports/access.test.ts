import { describe, expect, it } from "vitest";
import { whyRefused } from "./access.ts";

const rules = {
  address: "127.0.0.1",
  port: 8000,
  allowHosts: ["gpu-box"],
  allowOrigins: ["https://ui.example.org"],
};
const refusal = (host: string | undefined, origin?: string) => whyRefused({ host, origin }, rules);

describe("access on loopback", () => {
  it.each([
    ["localhost:8000", undefined],
    ["127.0.0.1:8000", "http://127.0.0.1:8000"],
    ["localhost:8000", "http://127.0.0.1:8000"],
    ["[::1]:8000", "http://[::1]:3200"],
    ["localhost:8000", "http://localhost:3200"],
    ["localhost:9000", "http://localhost:9000"],
    ["gpu-box:8000", "https://ui.example.org"],
  ])("lets host %s with origin %s pass", (host, origin) => {
    expect(refusal(host, origin)).toBeUndefined();
  });

  it.each([
    ["localhost:8000", "http://localhost:8001"],
    ["localhost:8000", "https://localhost:3200"],
    ["localhost:8000", "http://evil.example"],
    ["localhost:8000", "http://localhost.evil.example:8000"],
    ["localhost:8000", "null"],
    ["localhost:8000", ""],
  ])("refuses host %s with origin %s for its origin", (host, origin) => {
    expect(refusal(host, origin)).toBe("forbidden_origin");
  });

  it.each([
    ["evil.example"],
    ["evil.example:8000"],
    ["localhost.evil.example"],
    ["127.0.0.1.nip.io:8000"],
    ["a b"],
    [undefined],
  ])("refuses host %s", (host) => {
    expect(refusal(host)).toBe("forbidden_host");
    expect(refusal(host, `http://${host}`)).toBe("forbidden_host");
  });
});

describe("access beyond loopback", () => {
  const at = (address: string, host: string, origin?: string) =>
    whyRefused({ host, origin }, { ...rules, address });

  it.each([
    ["0.0.0.0", "203.0.113.9:8000", "http://203.0.113.9:8000"],
    ["0.0.0.0", "127.0.0.1:8000", undefined],
    ["::", "[2001:db8::1]:8000", "http://[2001:db8::1]:8000"],
    ["203.0.113.9", "203.0.113.9:8000", undefined],
    ["203.0.113.9", "gpu-box:8000", "http://gpu-box:8000"],
    ["203.0.113.9", "localhost:8000", undefined],
  ])("on %s lets host %s with origin %s pass", (address, host, origin) => {
    expect(at(address, host, origin)).toBeUndefined();
  });

  it.each([
    ["0.0.0.0", "evil.example:8000"],
    ["0.0.0.0", "203.0.113.9.nip.io:8000"],
    ["203.0.113.9", "198.51.100.7:8000"],
    ["127.0.0.1", "203.0.113.9:8000"],
    ["::1", "[2001:db8::1]:8000"],
  ])("on %s refuses host %s, its own page or not", (address, host) => {
    expect(at(address, host)).toBe("forbidden_host");
    expect(at(address, host, `http://${host}`)).toBe("forbidden_host");
  });

  it("refuses the page of another address", () => {
    expect(at("0.0.0.0", "203.0.113.9:8000", "http://198.51.100.7:8000")).toBe("forbidden_origin");
  });
});
