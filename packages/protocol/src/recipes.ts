import { z } from "zod";
import { StoredText } from "./fields.ts";
import { openEnum } from "./open-enum.ts";

/** The value of a parameter. */
export const ParameterValue = z.union([z.string(), z.number(), z.boolean()]);
/** The value of a parameter. */
export type ParameterValue = z.infer<typeof ParameterValue>;

/** The name of a recipe, and of a parameter: lower-case words. */
export const RecipeName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, "must be lower-case words, joined by '-' or '_'")
  .max(64);

/** One parameter of a recipe: what a form asks for. `min` to `choices` say what values it takes. */
export const RecipeParameter = z.object({
  name: RecipeName,
  type: openEnum(["integer", "number", "boolean", "text", "choice"]),
  title: z.string(),
  description: z.string().optional(),
  unit: z.string().optional(),
  /** Absent: it has to be given. */
  default: ParameterValue.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Most characters of a text. */
  max_length: z.int().min(1).optional(),
  choices: z.array(z.string()).optional(),
});
/** One parameter of a recipe. */
export type RecipeParameter = z.infer<typeof RecipeParameter>;

/** A recipe as a server offers it. */
export const Recipe = z.object({
  name: RecipeName,
  title: z.string(),
  description: z.string().optional(),
  launcher: openEnum(["process", "docker"]),
  /** How many GPUs it takes. */
  gpus: z.int().min(0),
  parameters: z.array(RecipeParameter),
  /** Why it cannot be started now; absent if it can. */
  unavailable: z.string().optional(),
});
/** A recipe as a server offers it. */
export type Recipe = z.infer<typeof Recipe>;

/** Answer of `GET /recipes`: by name. */
export const RecipeList = z.object({
  recipes: z.array(Recipe),
  /** Files that hold no recipe, and why. */
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
});
/** Answer of `GET /recipes`: by name. */
export type RecipeList = z.infer<typeof RecipeList>;

/** A text that is given where no `max_length` says more. */
const defaultMaxLength = 1000;

/**
 * The schema of the `params` that a recipe takes: defaults are filled in, what is missing, wrong or unknown is named.
 * Server and forms judge by this one.
 */
export function paramsSchema(
  parameters: readonly RecipeParameter[],
): z.ZodType<Record<string, ParameterValue>> {
  return z.strictObject(
    Object.fromEntries(
      parameters.map((parameter) => {
        const value = valueSchema(parameter);
        return [parameter.name, parameter.default === undefined ? value : value.default(parameter.default)];
      }),
    ),
  );
}

function valueSchema({ type, min, max, max_length, choices }: RecipeParameter): z.ZodType<ParameterValue> {
  switch (type) {
    case "integer":
      return bounded(z.int(), min, max);
    case "number":
      return bounded(z.number(), min, max);
    case "boolean":
      return z.boolean();
    case "choice":
      return z.string().refine((choice) => choices?.includes(choice) ?? false, {
        error: `must be one of ${choices?.join(", ") ?? "none"}`,
      });
    default:
      // No program can be given one: the system ends an argument there.
      return StoredText.max(max_length ?? defaultMaxLength).regex(
        /^[^\0]*$/,
        "must not hold the character U+0000",
      );
  }
}

function bounded(
  schema: z.ZodInt | z.ZodNumber,
  min: number | undefined,
  max: number | undefined,
): z.ZodType<number> {
  const above = min === undefined ? schema : schema.min(min);
  return max === undefined ? above : above.max(max);
}
