import { describe, expect, it } from "vitest";
import { isSignedWith, webhookReceiver } from "../testing/webhook-receiver.ts";
import { isPrivateHost, isPublicAddress } from "./public-address.ts";
import { makeWebhookSecret } from "./sign-webhook.ts";
import { type WebhookOptions, WebhookSender } from "./webhook-sender.ts";

const secret = makeWebhookSecret();
const body = JSON.stringify({ alert_id: "alert-1" });

function senderOf(options: Partial<WebhookOptions> = {}) {
  const sender = new WebhookSender({ allowPrivateAddresses: true, retryMs: 1, timeoutMs: 2000, ...options });
  return {
    sender,
    send: (url: string) => sender.send({ id: "alert-1", url, secret, body }),
    [Symbol.asyncDispose]: () => sender.close(),
  };
}

describe("a webhook", () => {
  it("is posted as JSON, signed as Standard Webhooks says", async () => {
    await using receiver = await webhookReceiver();
    await using sender = senderOf();
    expect(await sender.send(receiver.url)).toEqual({ state: "delivered" });
    const [got] = await receiver.count(1);
    expect(got).toMatchObject({ path: "/hook", body });
    expect(got?.headers).toMatchObject({ "content-type": "application/json", "webhook-id": "alert-1" });
    expect(got && isSignedWith(secret, got)).toBe(true);
    expect(got && isSignedWith(makeWebhookSecret(), got)).toBe(false);
  });

  it("is tried again while its receiver fails, with the same id", async () => {
    await using receiver = await webhookReceiver((response, count) => {
      response.writeHead([503, 429][count - 1] ?? 200).end("answers have bodies");
    });
    await using sender = senderOf();
    expect(await sender.send(receiver.url)).toEqual({ state: "delivered" });
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(Array(3).fill("alert-1"));
  });

  it("is given up after so many attempts, and says how it was answered", async () => {
    await using receiver = await webhookReceiver((response) => response.writeHead(500).end());
    await using sender = senderOf({ attempts: 3 });
    expect(await sender.send(receiver.url)).toEqual({ state: "failed", problem: "answered 500" });
    expect(receiver.received).toHaveLength(3);
  });

  it("is not tried again if the request itself is wrong", async () => {
    await using receiver = await webhookReceiver((response) => response.writeHead(410).end());
    await using sender = senderOf();
    expect(await sender.send(receiver.url)).toEqual({ state: "failed", problem: "answered 410" });
    expect(receiver.received).toHaveLength(1);
  });

  it("follows no redirect", async () => {
    await using other = await webhookReceiver();
    await using receiver = await webhookReceiver((response) =>
      response.writeHead(307, { location: other.url }).end(),
    );
    await using sender = senderOf();
    expect(await sender.send(receiver.url)).toMatchObject({
      state: "failed",
      problem: expect.stringMatching(/redirects/),
    });
    expect([receiver.received.length, other.received.length]).toEqual([1, 0]);
  });

  it("does not wait for ever for an answer", async () => {
    await using receiver = await webhookReceiver(() => undefined);
    await using sender = senderOf({ attempts: 2, timeoutMs: 100 });
    expect(await sender.send(receiver.url)).toEqual({ state: "failed", problem: "gave no answer in time" });
    expect(receiver.received).toHaveLength(2);
  });

  it("stays unsent if the server stops first", async () => {
    await using receiver = await webhookReceiver(() => undefined);
    await using sender = senderOf();
    const sent = sender.send(receiver.url);
    await receiver.count(1);
    await sender.sender.close();
    expect(await sent).toEqual({ state: "unsent" });
  });
});

describe("addresses that are not public", () => {
  it("are not sent to unless the owner says so, by address or by name", async () => {
    await using receiver = await webhookReceiver();
    await using sender = senderOf({ allowPrivateAddresses: false });
    const hosts = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"];
    for (const host of hosts) {
      const outcome = await sender.send(`http://${host}:${receiver.port}/`);
      expect(outcome).toMatchObject({
        state: "failed",
        problem: expect.stringContaining("not a public address"),
      });
    }
    expect(receiver.received).toEqual([]);
  });

  it.each([
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
  ])("%s is none of the internet's", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(["93.184.215.14", "2606:2800:21f::1"])("%s is", (address) => {
    expect([isPublicAddress(address), isPrivateHost(address)]).toEqual([true, false]);
  });
});
