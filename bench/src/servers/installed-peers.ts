import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { peersFolder } from "../folders.ts";
import { isOnPath } from "../processes/pinned.ts";
import type { Place } from "../processes/running-server.ts";
import type { BenchServer } from "./bench-server.ts";

const python = process.env["TRAINWIRE_PYTHON"] ?? "python3";

/** A ConnectionManager on FastAPI, uvicorn and websockets. */
export const fastApi: BenchServer = {
  id: "fastapi",
  title: "FastAPI",
  note: "FastAPI + uvicorn + websockets, a ConnectionManager that awaits `send_json` per viewer; stores nothing",
  whyNot: async () => {
    const { failed } = await execa(python, ["-c", "import fastapi, uvicorn, websockets"], { reject: false });
    return failed
      ? `${python} has no fastapi, uvicorn and websockets (TRAINWIRE_PYTHON names another)`
      : undefined;
  },
  start: () => Promise.resolve([python, join(peersFolder, "fastapi_peer.py")]),
  harnessOptions: ({ mode }) => ({
    path: "/ws/job_{ch}",
    // The warm-up of the fast ones would take this one many seconds.
    ...("warmup" in mode && { warmup: Math.ceil(mode.warmup / 3) }),
  }),
};

const nchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so";

/** nginx with nchan. */
export const nchan: BenchServer = {
  id: "nchan",
  title: "nchan",
  note: "nginx + nchan, one worker, keeps the last 200 messages in memory",
  whyNot: async () => {
    if (!isOnPath("nginx")) return "nginx is not on PATH";
    return access(nchanModule).then(
      () => undefined,
      () => `nginx has no ${nchanModule}`,
    );
  },
  start: async (place) => {
    const config = await configure("nchan.conf", place);
    return ["nginx", "-p", place.folder, "-e", join(place.folder, "error.log"), "-c", config];
  },
  harnessOptions: () => ({ path: "/sub?id=job_{ch}", "pub-path": "/pub?id=job_{ch}" }),
};

/** Core NATS: its own protocol in, WebSocket out. */
export const nats: BenchServer = {
  id: "nats",
  title: "NATS",
  note: "core NATS: published over its own TCP protocol, delivered over WebSocket; stores nothing",
  whyNot: () => Promise.resolve(isOnPath("nats-server") ? undefined : "nats-server is not on PATH"),
  start: async (place) => ["nats-server", "-c", await configure("nats.conf", place)],
  harnessOptions: (_, { place }) => ({ proto: "nats", pub: "nats", "pub-port": place.ingestPort }),
};

/** mosquitto: MQTT in, MQTT over WebSocket out. */
export const mosquitto: BenchServer = {
  id: "mosquitto",
  title: "mosquitto",
  note: "MQTT at QoS 0: published over TCP, delivered over WebSocket; stores nothing",
  whyNot: () => Promise.resolve(isOnPath("mosquitto") ? undefined : "mosquitto is not on PATH"),
  start: async (place) => ["mosquitto", "-c", await configure("mosquitto.conf", place)],
  harnessOptions: (_, { place }) => ({
    proto: "mqtt",
    header: "Sec-WebSocket-Protocol: mqtt",
    pub: "mqtt",
    "pub-port": place.ingestPort,
  }),
};

/** Fills a configuration in, and returns where it lies. */
async function configure(name: string, { port, ingestPort, folder }: Place): Promise<string> {
  const template = await readFile(join(peersFolder, name), "utf8");
  const file = join(folder, name);
  const text = template
    .replaceAll("{port}", `${port}`)
    .replaceAll("{ingest_port}", `${ingestPort}`)
    .replaceAll("{folder}", folder);
  await writeFile(file, text);
  return file;
}
