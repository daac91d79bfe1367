import { paramsSchema, type Recipe, RecipeList, StartAnswer } from "@trainwire/protocol";
import type { CaseContext } from "../context.ts";
import { serverCase } from "../define-case.ts";

const requires: ["recipes"] = ["recipes"];
const headers = { "content-type": "application/json" };

/** What a server starts by itself. */
export const recipeCases = [
  serverCase(
    {
      id: "recipe-001",
      title: "GET recipes lists each recipe once, by name, with parameters that take their own defaults",
      clauses: ["REC-01"],
      requires,
    },
    async (ctx) => {
      const recipes = await listed(ctx);
      const names = recipes.map(({ name }) => name);
      ctx.checks.equal(names, [...new Set(names)].sort(), "the names, in order");
      for (const { name, parameters } of recipes) {
        const given = parameters.map((parameter) => parameter.name);
        ctx.checks.equal(given.length, new Set(given).size, `different names of parameters of ${name}`);
        const known = parameters.filter((parameter) => parameter.default !== undefined);
        const defaults = Object.fromEntries(known.map((parameter) => [parameter.name, parameter.default]));
        const { error } = paramsSchema(known).safeParse(defaults);
        ctx.checks.that(error === undefined, `the defaults of ${name} are refused: ${error?.message}`);
      }
    },
  ),
  serverCase(
    {
      id: "recipe-002",
      title: "What cannot be started is refused, and registers no training",
      clauses: ["REC-02"],
      requires,
    },
    async (ctx) => {
      const recipes = await listed(ctx);
      const refused = async (asked: object, status: number, code: "unknown_recipe" | "bad_params") => {
        const train_id = ctx.newTrainId();
        const body = JSON.stringify({ train_id, ...asked });
        ctx.http.refusal(
          await ctx.http.send({ method: "POST", path: "/api/v1/trainings", headers, body }),
          status,
          code,
        );
        const path = `/api/v1/trainings/${train_id}`;
        ctx.http.refusal(await ctx.http.send({ path }), 404, "unknown_training");
      };
      await refused({ recipe: `no-recipe-${ctx.newTrainId().toLowerCase()}` }, 404, "unknown_recipe");
      for (const { name, parameters } of recipes.filter(({ unavailable }) => unavailable === undefined)) {
        await refused({ recipe: name, params: { "no-such-parameter": 1 } }, 400, "bad_params");
        for (const parameter of parameters) {
          const wrong = parameter.type === "text" ? 17 : "neither a number nor one of the choices";
          await refused({ recipe: name, params: { [parameter.name]: wrong } }, 400, "bad_params");
        }
      }
    },
  ),
  serverCase(
    {
      id: "recipe-003",
      title: "A training that was started names its recipe and all params, and its id is taken",
      clauses: ["REC-03"],
      requires,
      budgetSeconds: 75,
    },
    async (ctx) => {
      const recipe = (await listed(ctx)).find(({ name }) => name === ctx.recipe);
      const { parameters } = ctx.checks.present(recipe, `the recipe ${ctx.recipe}`);
      const train_id = ctx.newTrainId();
      const body = JSON.stringify({ train_id, recipe: ctx.recipe });
      const exchange = { method: "POST", path: "/api/v1/trainings", headers, body };
      const { json } = await ctx.http.expectJson(exchange, 201);
      const answer = ctx.checks.parse(StartAnswer, json, "the answer to the start");
      ctx.checks.equal(answer.train_id, train_id, "train_id");
      ctx.http.refusal(await ctx.http.send(exchange), 409, "training_exists");
      const { state: summary } = await ctx.poller(train_id).state();
      const params = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
      ctx.checks.equal([summary.recipe, summary.params], [ctx.recipe, params], "recipe and params");
    },
  ),
];

/** The recipes that the target lists; only where it starts trainers. */
async function listed(ctx: CaseContext): Promise<Recipe[]> {
  await ctx.onlyWhere("recipes", "the target starts no trainers");
  const { json } = await ctx.http.expectJson({ path: "/api/v1/recipes" });
  return ctx.checks.parse(RecipeList, json, "the list of recipes").recipes;
}
