import { LogsQuery, paramsSchema, type Recipe } from "@trainwire/protocol";
import { recipeArtifacts, referenceRecipe } from "./artifacts.ts";
import type { PeerAnswer, PeerRequest } from "./mutation.ts";
import { refusal } from "./refusal.ts";
import type { TrainingLog } from "./store.ts";

const printed = "begins\nsaved the checkpoint of step 1\nsaved the weights, ä\nends\n";

/** The recipes of the peer, by name. */
const recipes: readonly Recipe[] = [
  {
    name: "another",
    title: "Another",
    launcher: "docker",
    gpus: 8,
    parameters: [],
    unavailable: "it takes 8 GPUs, and there is none",
  },
  {
    name: referenceRecipe,
    title: "Leaves files",
    launcher: "process",
    gpus: 0,
    parameters: [
      { name: "steps", type: "integer", title: "Steps", default: 1, min: 1 },
      { name: "note", type: "text", title: "Note", default: "none" },
    ],
  },
];

/** Answers `GET /recipes`. */
export function listRecipes(): PeerAnswer {
  return { status: 200, body: { recipes, problems: [] } };
}

/** The params of a start, or why it is refused. */
export function readStart(
  name: string,
  given: unknown,
): { readonly params: Readonly<Record<string, unknown>> } | { readonly refused: PeerAnswer } {
  const recipe = recipes.find((each) => each.name === name);
  if (!recipe) return { refused: refusal("unknown_recipe") };
  const params = paramsSchema(recipe.parameters).safeParse(given ?? {});
  return params.success ? { params: params.data } : { refused: refusal("bad_params") };
}

/** What the one attempt of a started training has left: it ends at once. */
export function leaveAll(log: TrainingLog): void {
  log.artifacts = recipeArtifacts();
  log.printed = Buffer.from(printed);
}

/** Answers `GET …/logs`. */
export function serveLogs({ query }: PeerRequest, { printed: bytes }: TrainingLog): PeerAnswer {
  const asked = LogsQuery.safeParse(Object.fromEntries(query));
  if (!asked.success) return refusal("bad_message");
  const { attempt = 1, after, limit } = asked.data;
  if (!bytes || attempt !== 1) return refusal("not_found");
  const from = Math.min(after ?? Math.max(0, bytes.length - limit), bytes.length);
  const part = bytes.subarray(from, from + limit);
  const isEnd = from + part.length === bytes.length;
  const shown = isEnd ? part : part.subarray(0, part.lastIndexOf(0x0a) + 1 || part.length);
  const next_after = from + shown.length;
  const body = { attempt, from, text: shown.toString(), next_after, ended: next_after === bytes.length };
  return { status: 200, body };
}
