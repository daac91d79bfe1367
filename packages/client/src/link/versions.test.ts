import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { connect } from "../connect.ts";
import type { ProtocolVersion } from "./versions.ts";

const draft = "trainwire.v2-draft";
const headline = { progress: 0, status: "queued", health: "ok", attempt: 1, received_at: null };
const confirmed = {
  type: "subscription_confirmed",
  train_id: "run",
  status: "subscribed",
  stream_id: "st-1",
  seq: 0,
};
const welcome = {
  type: "welcome",
  capabilities: ["resume"],
  heartbeat_seconds: 15,
  limits: { max_frame_bytes: 65536, max_subscriptions: 10 },
};

let server: WebSocketServer;
let speaks: string;
let offers: string[];

beforeEach(async () => {
  speaks = draft;
  offers = [];
  server = new WebSocketServer({
    port: 0,
    host: "127.0.0.1",
    handleProtocols: (offered) => {
      offers = [...offered];
      return offered.has(speaks) ? speaks : "trainwire.v1";
    },
  });
  await once(server, "listening");
  answer();
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Answers a subscription in the version that was agreed on, with two updates of which the second is the last. */
function answer(): void {
  server.on("connection", (viewer) => {
    const first = { loss: 0.5, current_step: 1 };
    const last = { status: "completed" };
    viewer.on("message", () => {
      if (viewer.protocol === draft) {
        viewer.send(
          JSON.stringify([
            { ...welcome, version: draft },
            { ...confirmed, channel: 4, headline },
          ]),
        );
        viewer.send(JSON.stringify([[4, 1, { s: "running", d: first }, { s: "completed", d: last }]]));
        return;
      }
      viewer.send(JSON.stringify({ ...welcome, version: "trainwire.v1" }));
      viewer.send(JSON.stringify(confirmed));
      const update = (seq: number, status: string, details: object) =>
        JSON.stringify({
          type: "training_update",
          train_id: "run",
          seq,
          data: { ...headline, status, details },
        });
      viewer.send(update(1, "running", first));
      viewer.send(update(2, "completed", last));
    });
  });
}

async function followed(versions?: ProtocolVersion[]) {
  using client = connect({ url: urlOf(), ...(versions && { versions }), fetch: unanswered });
  const following = client.follow("run", { afterSeq: 0 });
  const updates: unknown[] = [];
  for await (const update of following) updates.push(update);
  return { updates, state: following.snapshot.get().state };
}

/** REST that never answers: what is seen came over the socket. */
const unanswered: typeof fetch = () => new Promise(() => undefined);

describe("the versions of a client", () => {
  it("are version 1 alone, unless it is told otherwise", async () => {
    await followed();
    expect(offers).toEqual(["trainwire.v1"]);
    await followed([draft, "trainwire.v1"]);
    expect(offers).toEqual([draft, "trainwire.v1"]);
  });

  it("show the same, whichever the server chooses", async () => {
    const second = await followed([draft, "trainwire.v1"]);
    speaks = "trainwire.v1";
    const first = await followed([draft, "trainwire.v1"]);
    expect(second).toEqual(first);
    expect(second.updates).toHaveLength(2);
  });

  it("are checked", () => {
    for (const versions of [[], ["trainwire.v9"]]) {
      expect(() => connect({ url: urlOf(), versions: versions as ProtocolVersion[] })).toThrow(
        expect.objectContaining({ code: "bad_option" }),
      );
    }
  });
});
