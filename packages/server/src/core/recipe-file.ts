import { ParameterValue, paramsSchema, RecipeName, RecipeParameter } from "@trainwire/protocol";
import { z } from "zod";
import { namesIn } from "./recipe-text.ts";

const Seconds = z.number().positive().max(31_536_000);

const Parameter = z
  .strictObject({
    ...RecipeParameter.omit({ name: true }).shape,
    type: z.enum(["integer", "number", "boolean", "text", "choice"]),
    /** Its name, if it is not given. */
    title: z.string().min(1).optional(),
    choices: z.array(z.string()).min(1).optional(),
  })
  .refine((parameter) => parameter.type !== "choice" || parameter.choices !== undefined, {
    path: ["choices"],
    error: "a choice needs them",
    abort: true,
  });

const Parameters = z
  .record(RecipeName, Parameter)
  .default({})
  .transform((parameters, context) => {
    const named = Object.entries(parameters).map(([name, parameter]) => ({
      ...parameter,
      name,
      title: parameter.title ?? name,
    }));
    for (const each of named) {
      if (each.default === undefined) continue;
      const { default: value, ...rest } = each;
      const { error } = paramsSchema([rest]).safeParse({ [each.name]: value });
      const [issue] = error?.issues ?? [];
      if (issue) context.addIssue({ code: "custom", path: [each.name, "default"], message: issue.message });
    }
    return named;
  });

/** Bytes, or a text such as `512m` or `4 GiB`, in powers of 1024. */
const Memory = z.union([z.int().min(1), z.string()]).transform((value, context) => {
  if (typeof value === "number") return value;
  const [, amount, unit = ""] = /^([\d.]+) *([kmgt]?)(?:i?b)?$/i.exec(value) ?? [];
  const bytes = Math.round(Number(amount) * 1024 ** " kmgt".indexOf(unit.toLowerCase() || " "));
  if (bytes >= 1) return bytes;
  context.addIssue({ code: "custom", message: "must be a number of bytes, or like 512m or 4GiB" });
  return z.NEVER;
});

const common = {
  title: z.string().min(1).max(128),
  description: z.string().max(4096).optional(),
  parameters: Parameters,
  gpus: z.int().min(0).max(64).default(0),
  /** Added to the trainer's environment; values are templates. */
  env: z.record(z.string().regex(/^(?!TRAINWIRE_)[A-Za-z_]\w*$/), z.string()).default({}),
  /** Names of variables of the server's own environment that the trainer gets too. */
  pass_env: z.array(z.string()).default([]),
  /** How many of the newest checkpoints are kept. */
  keep_checkpoints: z.int().min(1).max(1000).default(3),
  on_crash: z.enum(["pause", "retry"]).default("pause"),
  /** With `retry`: how many attempts a training may take that nobody resumes. */
  max_attempts: z.int().min(1).max(100).default(3),
  timeouts: z
    .strictObject({
      /** From the start of an attempt to its first report. */
      start_seconds: Seconds.optional(),
      /** From one report to the next while it runs. */
      silence_seconds: Seconds.optional(),
      /** From the start of an attempt to its end. */
      run_seconds: Seconds.optional(),
    })
    .default({}),
  grace: z
    .strictObject({
      /** What a trainer has to end by itself, from the command on. */
      cancel_seconds: Seconds.default(30),
      /** What it has after TERM, before KILL. */
      term_seconds: Seconds.default(10),
    })
    .prefault({}),
};

/** A recipe as its file says it: checked, its parameters in order, defaults filled in. */
export const RecipeFile = z
  .discriminatedUnion("launcher", [
    z.strictObject({
      ...common,
      launcher: z.literal("process"),
      command: z.array(z.string()).min(1),
      /** Where it starts, from the file's folder. */
      cwd: z.string().default("."),
    }),
    z.strictObject({
      ...common,
      launcher: z.literal("docker"),
      image: z.string().min(1),
      args: z.array(z.string()).default([]),
      limits: z
        .strictObject({
          memory: Memory.optional(),
          cpus: z.number().positive().optional(),
          pids: z.int().min(1).optional(),
        })
        .default({}),
    }),
  ])
  .superRefine((file, context) => {
    const known = new Set(file.parameters.map(({ name }) => name));
    const texts = { ...argumentsOf(file), ...mapKeys(file.env, (name) => `env.${name}`) };
    for (const [path, text] of Object.entries(texts)) {
      const unknown = namesIn(text).find((name) => !known.has(name));
      if (unknown === undefined) continue;
      context.addIssue({
        code: "custom",
        path: path.split("."),
        message: `{${unknown}} is no parameter of it`,
      });
    }
  });
/** A recipe as its file says it. */
export type RecipeFile = z.infer<typeof RecipeFile>;

function argumentsOf(file: RecipeFile): Record<string, string> {
  const [name, list] = file.launcher === "process" ? ["command", file.command] : ["args", file.args];
  return Object.fromEntries(list.map((text, index) => [`${name}.${index}`, text]));
}

function mapKeys(record: Record<string, string>, change: (key: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [change(key), value]));
}

/** What the parameters of a start are: see `paramsSchema`. */
export const Params = z.record(z.string(), ParameterValue);
/** What the parameters of a start are. */
export type Params = z.infer<typeof Params>;
