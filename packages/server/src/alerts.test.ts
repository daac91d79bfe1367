import type { Alert, AlertList, AlertRule } from "@trainwire/protocol";
import { expect, it } from "vitest";
import { ManualClock } from "./testing/manual-clock.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { type TestServer, testServer } from "./testing/test-server.ts";
import { bearer, tokenServer } from "./testing/token-server.ts";
import { isSignedWith, webhookReceiver } from "./testing/webhook-receiver.ts";

const webhooks = { allowPrivateAddresses: true, retryMs: 1 };

function send(server: TestServer, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}`, {
    method,
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
}

async function makeRule(server: TestServer, rule: Partial<AlertRule>): Promise<AlertRule> {
  const answer = await send(server, "POST", "/alert-rules", { name: "a rule", ...rule });
  expect(answer.status).toBe(201);
  return (await answer.json()) as AlertRule;
}

async function alertsOf(server: TestServer): Promise<AlertList> {
  return (await (await server.get("/api/v1/alerts")).json()) as AlertList;
}

/** The newest alert, once it is as asked; it is looked for after each turn of the server. */
async function newest(server: TestServer, isSo: (alert: Alert) => boolean = () => true): Promise<Alert> {
  for (;;) {
    const [alert] = (await alertsOf(server)).alerts;
    if (alert && isSo(alert)) return alert;
  }
}

/** The alerts in a training's log. */
async function eventsOf(server: TestServer, trainId: string): Promise<unknown[]> {
  const page = await (await server.get(`/api/v1/trainings/${trainId}/updates?limit=5000`)).json();
  const { updates } = page as { updates: { data: { details: { event?: { kind: string } } } }[] };
  return updates.flatMap(({ data }) => (data.details.event?.kind === "alert" ? [data.details.event] : []));
}

const nan = '{"loss": NaN}';

it("alerts once for a cause: in the list, in the log and to a receiver, until it has gone", async () => {
  await using receiver = await webhookReceiver();
  await using server = await testServer({ webhooks });
  const rule = await makeRule(server, { kind: "nonfinite", webhook_url: receiver.url });
  for (const body of [{ loss: 1 }, nan, nan, { current_step: 3 }]) await server.publish("run", body);
  const [got] = await receiver.count(1);
  expect(got && isSignedWith(rule.webhook_secret ?? "", got)).toBe(true);
  const told = JSON.parse(got?.body ?? "") as Alert;
  expect(told).toMatchObject({ kind: "nonfinite", train_id: "run", reason: "loss is NaN", muted: false });
  const alert = await newest(server, ({ delivery }) => delivery === "delivered");
  expect(alert).toMatchObject({ alert_id: told.alert_id, rule_id: rule.rule_id });
  expect(await eventsOf(server, "run")).toEqual([
    {
      kind: "alert",
      alert_id: alert.alert_id,
      rule_id: rule.rule_id,
      rule: "nonfinite",
      reason: "loss is NaN",
      at: alert.at,
    },
  ]);
  await server.publish("run", { loss: 1 });
  await newest(server, ({ resolved_at }) => resolved_at !== undefined);
  await server.publish("run", nan);
  await receiver.count(2);
  expect((await alertsOf(server)).alerts).toHaveLength(2);
});

it("tells of an end in the list alone, since nothing follows a terminal", async () => {
  await using receiver = await webhookReceiver();
  await using server = await testServer({ webhooks });
  await makeRule(server, { kind: "failed", webhook_url: receiver.url });
  await makeRule(server, { kind: "finished" });
  await server.publish("run", { status: "failed", reason: "out of memory" });
  await receiver.count(1);
  const { alerts } = await alertsOf(server);
  expect(alerts).toMatchObject([{ kind: "failed", reason: "out of memory", resolved_at: alerts[0]?.at }]);
  expect(await eventsOf(server, "run")).toEqual([]);
});

it("sees a training that gets no further by the clock", async () => {
  const clock = new ManualClock();
  await using server = await testServer({ clock });
  await makeRule(server, { kind: "no_progress", threshold: 120 });
  await server.publish("run", { current_step: 5, expect_next_in_seconds: 1000 });
  clock.pass(119);
  clock.pass(2);
  expect(await newest(server)).toMatchObject({
    kind: "no_progress",
    reason: expect.stringMatching(/since step 5$/),
  });
});

it("judges only the trainings that a rule is for", async () => {
  await using server = await testServer();
  await makeRule(server, { kind: "nonfinite", train_ids: "a-*", tags: ["gpu"] });
  await send(server, "POST", "/trainings", { train_id: "a-1", tags: ["gpu", "x"] });
  for (const id of ["b-1", "a-2", "a-1"]) await server.publish(id, nan);
  await newest(server);
  expect((await alertsOf(server)).alerts.map(({ train_id }) => train_id)).toEqual(["a-1"]);
});

it("keeps rules, alerts and what is due over a restart, and does not alert again", async () => {
  using folder = temporaryFolder();
  await using receiver = await webhookReceiver((response, count) => {
    // The first server gets no answer.
    if (count > 1) response.writeHead(200).end();
  });
  {
    await using first = await testServer({ dataFolder: folder.path, webhooks });
    await makeRule(first, { kind: "nonfinite", webhook_url: receiver.url });
    await first.publish("run", nan);
    await receiver.count(1);
  }
  await using second = await testServer({ dataFolder: folder.path, webhooks });
  const [one, other] = await receiver.count(2);
  expect(other?.headers["webhook-id"]).toBe(one?.headers["webhook-id"]);
  await second.publish("run", nan);
  await newest(second, ({ delivery }) => delivery === "delivered");
  expect((await alertsOf(second)).alerts).toHaveLength(1);
  expect(await eventsOf(second, "run")).toHaveLength(1);
});

it("mutes a rule or a training for a time: it is kept, and nobody is told", async () => {
  await using receiver = await webhookReceiver();
  const clock = new ManualClock();
  await using server = await testServer({ webhooks, clock });
  const { rule_id } = await makeRule(server, { kind: "nonfinite", webhook_url: receiver.url });
  await send(server, "PATCH", `/alert-rules/${rule_id}`, { mute_seconds: 60 });
  await server.publish("a", nan);
  expect(await newest(server)).toMatchObject({ muted: true });
  clock.pass(61);
  await server.publish("b", { loss: 1 });
  expect((await send(server, "POST", "/trainings/b/mute", { seconds: 60 })).status).toBe(204);
  await server.publish("b", nan);
  expect(await newest(server, ({ train_id }) => train_id === "b")).toMatchObject({ muted: true });
  const { open_count, muted_trainings } = await alertsOf(server);
  expect([open_count, muted_trainings.map(({ train_id }) => train_id)]).toEqual([0, ["b"]]);
  await send(server, "POST", "/trainings/b/mute", { seconds: 0 });
  await server.publish("b", { loss: 1 });
  await server.publish("b", nan);
  await receiver.count(1);
  expect((await alertsOf(server)).open_count).toBe(1);
});

it("notes who has seen an alert, and answers 304 while nothing changes", async () => {
  await using server = await testServer();
  await makeRule(server, { kind: "nonfinite" });
  await server.publish("run", nan);
  const { alert_id } = await newest(server);
  const tag = (await server.get("/api/v1/alerts")).headers.get("etag") ?? "";
  expect((await server.get("/api/v1/alerts", { "if-none-match": tag })).status).toBe(304);
  const seen = (await (await send(server, "POST", `/alerts/${alert_id}/acknowledge`)).json()) as Alert;
  const again = (await (await send(server, "POST", `/alerts/${alert_id}/acknowledge`)).json()) as Alert;
  expect(again.acknowledged_at).toBe(seen.acknowledged_at);
  const changed = await server.get("/api/v1/alerts", { "if-none-match": tag });
  expect(await changed.json()).toMatchObject({
    open_count: 0,
    alerts: [{ acknowledged_at: expect.stringMatching(/Z$/) }],
  });
  expect((await send(server, "POST", "/alerts/alert-9/acknowledge")).status).toBe(404);
});

it("shows the secret of a webhook only to who named its address", async () => {
  await using server = await testServer();
  const rule = await makeRule(server, { kind: "failed", webhook_url: "https://hooks.example.org/a" });
  expect(rule.webhook_secret).toMatch(/^whsec_/);
  expect(await (await server.get("/api/v1/alert-rules")).text()).not.toContain("whsec_");
  const path = `/alert-rules/${rule.rule_id}`;
  const renamed = (await (await send(server, "PATCH", path, { name: "b" })).json()) as AlertRule;
  expect([renamed.name, renamed.webhook_secret]).toEqual(["b", undefined]);
  const url = "https://hooks.example.org/b";
  const moved = (await (await send(server, "PATCH", path, { webhook_url: url })).json()) as AlertRule;
  expect(moved.webhook_secret).toMatch(/^whsec_/);
  expect(moved.webhook_secret).not.toBe(rule.webhook_secret);
  const none = (await (await send(server, "PATCH", path, { webhook_url: null })).json()) as AlertRule;
  expect(none.webhook_url).toBeUndefined();
});

it("says what a rule lacks, and which rule is not there", async () => {
  await using server = await testServer();
  const lacking = await send(server, "POST", "/alert-rules", { name: "full", kind: "gpu_memory" });
  expect([lacking.status, await lacking.json()]).toMatchObject([
    400,
    { code: "bad_message", message: expect.stringMatching(/threshold/) },
  ]);
  for (const method of ["PATCH", "DELETE"]) {
    expect(
      (await send(server, method, "/alert-rules/rule-9", method === "PATCH" ? {} : undefined)).status,
    ).toBe(404);
  }
});

it("forgets what it found of a rule that is removed and of a training that is deleted", async () => {
  await using server = await testServer();
  const { rule_id } = await makeRule(server, { kind: "nonfinite" });
  await server.publish("run", nan);
  await newest(server);
  expect((await send(server, "DELETE", `/alert-rules/${rule_id}`)).status).toBe(204);
  expect(await newest(server)).toMatchObject({ resolved_at: expect.stringMatching(/Z$/) });
  await send(server, "DELETE", "/trainings/run?force=true");
  while ((await alertsOf(server)).alerts.length > 0);
});

it("lets only who may control all trainings make rules, and shows each the alerts it covers", async () => {
  await using server = await tokenServer({ webhooks });
  const { owner, narrow, reader } = server.tokens;
  const rule = JSON.stringify({ name: "diverged", kind: "nonfinite", webhook_url: "http://127.0.0.1:9/" });
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: rule };
  const make = (token: string) => server.ask("/api/v1/alert-rules", token, post);
  for (const token of [narrow, reader]) expect((await make(token)).status).toBe(403);
  expect((await make(owner)).status).toBe(201);
  expect(await (await server.ask("/api/v1/alert-rules", reader)).text()).not.toContain("webhook");
  for (const id of ["a1", "b1"]) await server.publish(id, nan, bearer(owner));
  const list = async (token: string) =>
    (await (await server.ask("/api/v1/alerts", token)).json()) as AlertList;
  while ((await list(owner)).alerts.length < 2);
  const { alerts } = await list(owner);
  expect((await list(narrow)).alerts.map(({ train_id }) => train_id)).toEqual(["a1"]);
  const other = alerts.find(({ train_id }) => train_id === "b1")?.alert_id;
  const acknowledge = { method: "POST" };
  expect((await server.ask(`/api/v1/alerts/${other}/acknowledge`, narrow, acknowledge)).status).toBe(404);
});
