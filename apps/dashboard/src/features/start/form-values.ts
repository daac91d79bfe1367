import { type ParameterValue, paramsSchema, type RecipeParameter } from "@trainwire/protocol";

/** What was typed into a form, by name of the parameter. */
export type Typed = Readonly<Record<string, string | boolean>>;

/** What the recipe can be started with, or what is wrong, by name of the parameter. */
export type Checked =
  | { readonly ok: true; readonly params: Record<string, ParameterValue> }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** What a form begins with: the defaults. */
export function initialTyped(parameters: readonly RecipeParameter[]): Typed {
  return Object.fromEntries(
    parameters.map(({ name, type, default: value, choices }) => {
      if (type === "boolean") return [name, value === true];
      return [name, value === undefined ? (type === "choice" ? (choices?.[0] ?? "") : "") : String(value)];
    }),
  );
}

/** Judges what was typed by the same schema as the server does. */
export function checkTyped(parameters: readonly RecipeParameter[], typed: Typed): Checked {
  const given = Object.fromEntries(
    parameters.flatMap((parameter) => {
      const value = valueOf(parameter, typed[parameter.name] ?? "");
      return value === undefined ? [] : [[parameter.name, value]];
    }),
  );
  const result = paramsSchema(parameters).safeParse(given);
  if (result.success) return { ok: true, params: result.data };
  const problems: Record<string, string> = {};
  for (const { path, code, message } of result.error.issues) {
    const name = String(path[0] ?? "");
    problems[name] ??= code === "invalid_type" ? wantedText(parameters, name) : message;
  }
  return { ok: false, problems };
}

/** What a value of another type, or none, has to be. */
function wantedText(parameters: readonly RecipeParameter[], name: string): string {
  switch (parameters.find((parameter) => parameter.name === name)?.type) {
    case "integer":
      return "Has to be a whole number.";
    case "number":
      return "Has to be a number.";
    default:
      return "Has to be given.";
  }
}

/** An empty field was not given; what is no number stays a text, so that the schema refuses it. */
function valueOf({ type }: RecipeParameter, typed: string | boolean): ParameterValue | undefined {
  if (typeof typed === "boolean") return typed;
  const text = typed.trim();
  if (type === "integer" || type === "number") {
    if (text === "") return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? value : text;
  }
  return type === "choice" || text !== "" ? text : undefined;
}
