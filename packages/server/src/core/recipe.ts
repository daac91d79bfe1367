import { paramsSchema, RecipeName, type Recipe as ShownRecipe } from "@trainwire/protocol";
import { z } from "zod";
import { TrainwireServerError } from "./errors.ts";
import type { Program } from "./launcher.ts";
import type { Params, RecipeFile } from "./recipe-file.ts";
import { fillIn } from "./recipe-text.ts";

/** A recipe that can be started: what its file says, by its name, and where the file is. */
export const Recipe = z.object({
  name: RecipeName,
  /** The folder of its file, an absolute path. */
  folder: z.string(),
  file: z.looseObject({}).transform((file) => file as unknown as RecipeFile),
});
/** A recipe that can be started. */
export type Recipe = z.infer<typeof Recipe>;

/** A file that holds no recipe, and why. */
export interface RecipeProblem {
  readonly file: string;
  readonly message: string;
}

/** The port to the recipes that there are; they may change from one look to the next. */
export interface Recipes {
  /** All of them by name, and the files that hold none. */
  read(): Promise<{ readonly recipes: readonly Recipe[]; readonly problems: readonly RecipeProblem[] }>;
}

/** A server without recipes. */
export const noRecipes: Recipes = { read: () => Promise.resolve({ recipes: [], problems: [] }) };

/** A recipe as it is offered. @param unavailable Why it cannot be started now. */
export function shownRecipe({ name, file }: Recipe, unavailable: string | undefined): ShownRecipe {
  const { title, description, launcher, gpus, parameters } = file;
  return {
    name,
    title,
    launcher,
    gpus,
    parameters: [...parameters],
    ...(description !== undefined && { description }),
    ...(unavailable !== undefined && { unavailable }),
  };
}

/**
 * The parameters of a start, defaults filled in.
 * @throws TrainwireServerError `bad_params`, naming the parameter
 */
export function readParams({ file }: Recipe, given: unknown): Params {
  const parsed = paramsSchema(file.parameters).safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const named = parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join(".") || "params"}: ${message}`);
  throw new TrainwireServerError("bad_params", named.join("; ").slice(0, 500));
}

/** The default of each parameter that has one. */
export function defaultParams({ file }: Recipe): Params {
  return Object.fromEntries(
    file.parameters.flatMap((parameter) =>
      parameter.default === undefined ? [] : [[parameter.name, parameter.default]],
    ),
  );
}

/** What is to be started, the parameters filled in. */
export function programOf({ file, folder }: Recipe, params: Params): Program {
  const fill = (text: string) => fillIn(text, params);
  if (file.launcher === "process") {
    const cwd = file.cwd.startsWith("/") ? file.cwd : `${folder}/${file.cwd}`;
    return { launcher: "process", command: file.command.map(fill), cwd };
  }
  const { memory: memoryBytes, cpus, pids } = file.limits;
  return {
    launcher: "docker",
    image: file.image,
    args: file.args.map(fill),
    limits: { memoryBytes, cpus, pids },
  };
}

/** What the recipe adds to a trainer's environment. @param own The server's own environment. */
export function environmentOf(
  { file }: Recipe,
  params: Params,
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const passed = file.pass_env.flatMap((name) => {
    const value = own[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const added = Object.entries(file.env).map(([name, text]) => [name, fillIn(text, params)] as const);
  return Object.fromEntries([...passed, ...added]);
}
