import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TrainingSummary } from "@trainwire/protocol";
import type { ServerOptions } from "../server.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { testServer } from "./test-server.ts";

const trainer = fileURLToPath(new URL("./small-trainer.ts", import.meta.url));

/** The text of a recipe that starts the small trainer with these options; `more` is further YAML. */
export function smallRecipe(args: readonly string[], more = ""): string {
  const command = JSON.stringify([process.execPath, "--no-warnings", trainer, ...args]);
  return `title: Small\nlauncher: process\ncwd: /\ncommand: ${command}\n${more}\n`;
}

/** A folder with recipes, by name. */
export function recipeFolder(recipes: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(recipes)) writeFileSync(join(folder.path, `${name}.yaml`), text);
  return folder;
}

/** A server with recipes, by name, and shorthands for what is started from them. */
export async function runServer(
  recipes: Readonly<Record<string, string>>,
  options: Partial<ServerOptions> = {},
) {
  const folder = recipeFolder(recipes);
  const server = await testServer({ recipesFolder: folder.path, ...options });
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const read = async (trainId: string) =>
    (await (await server.get(`/api/v1/trainings/${trainId}`)).json()) as TrainingSummary;
  return {
    ...server,
    recipesFolder: folder.path,
    post,
    read,
    start: (trainId: string, recipe: string, params = {}) =>
      post("/trainings", { train_id: trainId, recipe, params }),
    tell: (trainId: string, command: string, body = {}) => post(`/trainings/${trainId}/${command}`, body),
    /** Resolves with the training once it is as asked; it looks after every update, and now and then. */
    until: async (trainId: string, isSo: (training: TrainingSummary) => boolean) => {
      let afterSeq = 0;
      for (;;) {
        const training = await read(trainId);
        if (isSo(training)) return training;
        const query = `after_seq=${Math.max(afterSeq, training.seq)}&wait_seconds=0.2`;
        const page = await server.get(`/api/v1/trainings/${trainId}/updates?${query}`);
        ({ next_after_seq: afterSeq = 0 } = (await page.json()) as { next_after_seq?: number });
      }
    },
    /** What the server recorded of a training, in order. */
    events: async (trainId: string): Promise<Record<string, unknown>[]> => {
      const answer = await server.get(`/api/v1/trainings/${trainId}/updates?limit=5000`);
      const { updates } = (await answer.json()) as {
        updates: { data: { details: { event?: Record<string, unknown> } } }[];
      };
      return updates.flatMap(({ data: { details } }) => (details.event ? [details.event] : []));
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
