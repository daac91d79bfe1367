import { initialState } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { connect } from "./connect.ts";
import type { TrainwireClient } from "./trainwire-client.ts";

const base = "http://127.0.0.1:8000";

/** A client whose every request is answered with this, and what it asked for. */
function answering(
  body: unknown,
  status = 200,
): { client: TrainwireClient; asked: string[]; bodies: unknown[] } {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const client = connect({
    url: base,
    fetch: async (input, init) => {
      asked.push(`${init?.method ?? "GET"} ${new Request(input).url.replace(`${base}/api/v1/`, "")}`);
      if (typeof init?.body === "string") bodies.push(JSON.parse(init.body));
      return new Response(status === 204 ? null : JSON.stringify(body), { status });
    },
  });
  return { client, asked, bodies };
}

const summary = { ...initialState("run", "s"), config: { lr: 0.1 } };
const log = { attempt: 1, from: 0, text: "step 1\n", next_after: 7, ended: false };
const artifacts = { artifacts: [], total_bytes: 0 };
const version = { name: "trainwire-server", version: "0.9.0", supported: [], capabilities: ["recipes"] };

test.each([
  ["training", summary, (client) => client.training("run"), "GET trainings/run"],
  ["trainingsPage", { trainings: [] }, (client) => client.trainingsPage(), "GET trainings?limit=100"],
  ["logs", log, (client) => client.logs("run"), "GET trainings/run/logs"],
  [
    "logs from a position",
    log,
    (client) => client.logs("run", { attempt: 2, after: 7, waitSeconds: 5 }),
    "GET trainings/run/logs?attempt=2&after=7&wait_seconds=5",
  ],
  ["artifacts", artifacts, (client) => client.artifacts("run"), "GET trainings/run/artifacts"],
  ["recipes", { recipes: [], problems: [] }, (client) => client.recipes(), "GET recipes"],
  ["version", version, (client) => client.version(), "GET version"],
] satisfies [string, unknown, (client: TrainwireClient) => Promise<unknown>, string][])(
  "%s asks for its address and reads the answer",
  async (_name, answer, call, address) => {
    const { client, asked } = answering(answer);
    using _closing = client;
    expect(await call(client)).toEqual(answer);
    expect(asked).toEqual([address]);
  },
);

test("a training is started by its recipe and parameters", async () => {
  const { client, asked, bodies } = answering(
    { status: "started", train_id: "r", training_status: "queued" },
    201,
  );
  using _closing = client;
  await client.startTraining({ recipe: "digits", params: { epochs: 2 } });
  expect([asked, bodies]).toEqual([["POST trainings"], [{ recipe: "digits", params: { epochs: 2 } }]]);
});

test("an artifact is deleted, and downloaded, by its encoded path", async () => {
  const { client, asked } = answering(null, 204);
  using _closing = client;
  await client.deleteArtifact("run", "checkpoints/step 1?.pt");
  expect(asked).toEqual(["DELETE trainings/run/artifacts/checkpoints/step%201%3F.pt"]);
  expect(client.artifactUrl("run", "a b/c.pt").pathname).toBe("/api/v1/trainings/run/artifacts/a%20b/c.pt");
  expect(client.artifactUrl("run").pathname).toBe("/api/v1/trainings/run/archive");
});

test("an answer that fits no schema is told as one", async () => {
  const { client } = answering({ recipes: "none" });
  using _closing = client;
  await expect(client.recipes()).rejects.toMatchObject({ code: "bad_answer" });
});
