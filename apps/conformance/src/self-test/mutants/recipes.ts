import type { Mutation } from "../../peer/mutation.ts";
import { answering, isState, type MutantTable, refuses } from "./taps.ts";

interface Listed {
  readonly name: string;
  readonly parameters: readonly object[];
}

const listing = (change: (recipes: Listed[]) => unknown[]): Mutation =>
  answering(
    ({ status }, { path }) => path === "/api/v1/recipes" && status === 200,
    (body) => ({ status: 200, body: { ...body, recipes: change(body["recipes"] as Listed[]) } }),
  );

const started = { status: "started", train_id: "other", training_status: "queued" };
const startsDespite = (code: string): Mutation =>
  answering(refuses(code), () => ({ status: 201, body: started }));
const showing = (change: object): Mutation =>
  answering(isState, (body) => ({ status: 200, body: { ...body, ...change } }));

const isLog = ({ path }: { readonly path: string }) => path.endsWith("/logs");
const logging = (change: (body: Record<string, unknown>) => object): Mutation =>
  answering(
    ({ status }, request) => isLog(request) && status === 200,
    (body) => ({ status: 200, body: { ...body, ...change(body) } }),
  );

/** Broken servers for the cases of the groups `recipe` and `log`. */
export const recipeMutants: MutantTable = {
  "recipe-001": {
    "lists-recipes-in-no-order": () => listing((recipes) => recipes.toReversed()),
    "lists-a-recipe-twice": () => listing((recipes) => [...recipes, ...recipes.slice(-1)]),
    "has-a-default-that-it-refuses": () => {
      const wrong = { name: "w", type: "integer", title: "W", default: 0, min: 1 };
      return listing((recipes) => recipes.map((recipe) => ({ ...recipe, parameters: [wrong] })));
    },
  },
  "recipe-002": {
    "starts-what-it-does-not-know": () => startsDespite("unknown_recipe"),
    "starts-with-wrong-params": () => startsDespite("bad_params"),
    "calls-wrong-params-a-wrong-message": () =>
      answering(refuses("bad_params"), (body) => ({ status: 400, body: { ...body, code: "bad_message" } })),
  },
  "recipe-003": {
    "names-no-recipe": () => showing({ recipe: undefined }),
    "fills-in-no-defaults": () => showing({ params: {} }),
    "starts-one-id-twice": () => startsDespite("training_exists"),
  },
  "log-001": {
    "shows-an-empty-log-of-what-it-did-not-start": () =>
      answering(refuses("not_found"), () => ({
        status: 200,
        body: { attempt: 1, from: 0, text: "", next_after: 0, ended: true },
      })),
    "takes-a-position-before-the-beginning": () =>
      answering(refuses("bad_message"), () => ({
        status: 200,
        body: { attempt: 1, from: 0, text: "", next_after: 0, ended: true },
      })),
  },
  "log-002": {
    "counts-characters-instead-of-bytes": () =>
      logging(({ from, text }) => ({ next_after: Number(from) + String(text).length })),
    "cuts-lines-off": () => logging(({ text }) => ({ text: String(text).slice(1) })),
    "begins-anew-with-each-page": () => logging(() => ({ from: 0 })),
  },
};
