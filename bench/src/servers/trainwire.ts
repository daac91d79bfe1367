import { fileURLToPath } from "node:url";
import { BenchError } from "../errors.ts";
import type { Load } from "../harness/load.ts";
import type { RunningServer } from "../processes/running-server.ts";
import type { BenchServer } from "./bench-server.ts";

const entry = fileURLToPath(new URL("./main.js", import.meta.resolve("@trainwire/server")));

/** The flag of Node that `npm start`, the container and the systemd unit start it with, too. */
const nodeFlag = "--max-semi-space-size=16";

/** What a trainer reports, about as long as the peers' message. */
const report =
  '{"status":"running","current_step":{seq},"total_steps":1000000,"loss":0.234,"eval_loss":0.189,' +
  '"samples_per_second":3.2,"gpu_memory_allocated_gb":18.5,"eta_seconds":1200,"metrics":{"t0":{t0}}}';

/** This project's server, as it ships: every update stored in its log before anybody sees it. */
export const trainwire: BenchServer = {
  id: "trainwire",
  title: "Trainwire",
  note: "stores every update (SQLite, synchronous = FULL) before it is acknowledged and delivered",
  whyNot: () => Promise.resolve(undefined),
  start: ({ port, folder }) => {
    const options = ["--port", `${port}`, "--data", folder, "--log-level", "warn"];
    return Promise.resolve([process.execPath, nodeFlag, entry, ...options]);
  },
  prepare: registerTrainings,
  harnessOptions: (load) => ({
    path: "/ws",
    send: subscribe(load),
    "confirm-key": "subscription_confirmed",
    confirm: load.followAll ? load.trainings : 1,
    "pub-path": "/api/v1/trainings/job_{ch}/updates",
    payload: report,
    "seq-key": '"current_step"',
    "accepted-key": '"accepted"',
  }),
};

/** Trainwire, with trainers that send several updates in one request, as the SDKs do. */
export function trainwireInBatches(batch: number): BenchServer {
  return {
    ...trainwire,
    id: `trainwire-batch-${batch}`,
    title: `Trainwire (batches of ${batch})`,
    harnessOptions: (load, server) => ({ ...trainwire.harnessOptions(load, server), batch }),
  };
}

/** Trainwire, with viewers that speak the draft of the second version. */
export const trainwireSecondVersion: BenchServer = {
  ...trainwire,
  id: "trainwire-v2-draft",
  title: "Trainwire (v2 draft)",
  note: "the same server and log; viewers speak `trainwire.v2-draft`: a frame a turn, updates as differences",
  start: async (place) => [...(await trainwire.start(place)), "--draft-versions"],
  harnessOptions: (load, server) => ({
    ...trainwire.harnessOptions(load, server),
    header: "Sec-WebSocket-Protocol: trainwire.v2-draft",
    runs: true,
  }),
};

/**
 * Stores updates 0 to `count` - 1 of a training, as the harness would have published them.
 * @throws BenchError `server_failed` if the server does not take them
 */
export async function storeUpdates(server: RunningServer, trainId: string, count: number): Promise<void> {
  const perRequest = 5000;
  for (let first = 0; first < count; first += perRequest) {
    const steps = Array.from({ length: Math.min(perRequest, count - first) }, (_, index) => first + index);
    const records = steps.map((step) =>
      report
        .replace("{seq}", `${step}`)
        .replace("{t0}", "1")
        .replace("0.234", `${1 / (1 + step / 1000)}`),
    );
    await post(server, `/api/v1/trainings/${trainId}/updates`, {
      type: "application/x-ndjson",
      body: records.join("\n"),
    });
  }
}

function subscribe({ mode }: Load): string {
  const message = '{"type":"subscribe_training","train_id":"job_{ch}"';
  return mode.kind === "resume" ? `${message},"after_seq":0}` : `${message}}`;
}

async function registerTrainings(server: RunningServer, { trainings }: Load): Promise<void> {
  for (let index = 0; index < trainings; index += 1) {
    const body = JSON.stringify({ train_id: `job_${index}` });
    await post(server, "/api/v1/trainings", { type: "application/json", body });
  }
}

async function post(
  server: RunningServer,
  path: string,
  { type, body }: { type: string; body: string },
): Promise<void> {
  const response = await fetch(server.url + path, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  const text = await response.text();
  if (!response.ok)
    throw new BenchError("server_failed", `POST ${path} was answered ${response.status}: ${text}`);
}
