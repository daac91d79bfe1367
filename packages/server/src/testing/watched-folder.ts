import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TrainingSummary, TrainingUpdate, UpdatesPage } from "@trainwire/protocol";
import { temporaryFolder } from "./temporary-folder.ts";
import { type TestServer, testServer } from "./test-server.ts";

/** A server that watches a folder of its own. */
export async function watching(options: Parameters<typeof testServer>[0] = {}) {
  const folder = temporaryFolder();
  const data = temporaryFolder();
  const start = () => testServer({ dataFolder: data.path, watchFolders: [folder.path], ...options });
  let server = await start();
  const path = (name: string) => {
    const file = join(folder.path, name);
    mkdirSync(dirname(file), { recursive: true });
    return file;
  };
  return {
    get server() {
      return server;
    },
    path,
    write: (name: string, text: string) => writeFileSync(path(name), text),
    append: (name: string, text: string) => appendFileSync(path(name), text),
    async restart() {
      await server[Symbol.asyncDispose]();
      server = await start();
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
      data[Symbol.dispose]();
    },
  };
}

/** The training of a name, as soon as it is there and fits. */
export async function training(
  server: TestServer,
  name: string,
  fits: (each: TrainingSummary) => boolean = ({ seq }) => seq > 0,
) {
  for (;;) {
    const page = (await (await server.get("/api/v1/trainings")).json()) as { trainings: TrainingSummary[] };
    const found = page.trainings.find((each) => each.name === name && fits(each));
    if (found) return found;
    const any = page.trainings.find((each) => each.name === name) ?? page.trainings[0];
    // The next update of any training, or a short while for one that is not there yet.
    await server.get(
      `/api/v1/trainings/${any?.job_id ?? "none"}/updates?after_seq=${any?.seq ?? 0}&wait_seconds=1`,
    );
  }
}

/** All updates of a training. */
export async function updates(server: TestServer, id: string): Promise<TrainingUpdate[]> {
  const answer = await server.get(`/api/v1/trainings/${id}/updates?after_seq=0&limit=5000`);
  return ((await answer.json()) as UpdatesPage).updates;
}

/** The step that each update of a training reported. */
export async function steps(server: TestServer, id: string) {
  return (await updates(server, id)).map(({ data }) => data.details.current_step);
}

/** The same, once there are so many. */
export async function settledSteps(server: TestServer, id: string, count: number) {
  for (;;) {
    const answer = await server.get(`/api/v1/trainings/${id}/updates?after_seq=${count - 1}&wait_seconds=2`);
    if (answer.ok && ((await answer.json()) as UpdatesPage).updates.length > 0) return steps(server, id);
  }
}
