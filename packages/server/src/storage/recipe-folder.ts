import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { describeIssues, RecipeName } from "@trainwire/protocol";
import { parseDocument } from "yaml";
import type { Recipe, RecipeProblem, Recipes } from "../core/recipe.ts";
import { RecipeFile } from "../core/recipe-file.ts";

const maxFileBytes = 64 * 1024;

type Outcome = { readonly recipe: Recipe } | { readonly problem: RecipeProblem };

interface Remembered {
  /** What changes when the file does. */
  readonly mark: string;
  readonly outcome: Outcome;
}

/** The recipes of a folder: one in each `*.yaml`, named as its file. A file is read again when it has changed. */
export class RecipeFolder implements Recipes {
  readonly #path: string;
  #remembered: ReadonlyMap<string, Remembered> = new Map();

  constructor(path: string) {
    this.#path = resolve(path);
  }

  async read() {
    let names: string[];
    try {
      names = await readdir(this.#path);
    } catch (error) {
      return { recipes: [], problems: [{ file: basename(this.#path), message: messageOf(error) }] };
    }
    const files = names.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
    const read = await Promise.all(files.map(async (file) => [file, await this.#look(file)] as const));
    this.#remembered = new Map(read);
    const outcomes = read.map(([, { outcome }]) => outcome);
    return {
      recipes: outcomes
        .flatMap((outcome) => ("recipe" in outcome ? outcome.recipe : []))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      problems: outcomes.flatMap((outcome) => ("problem" in outcome ? outcome.problem : [])),
    };
  }

  async #look(file: string): Promise<Remembered> {
    const path = join(this.#path, file);
    try {
      const { mtimeMs, size, ino } = await stat(path);
      const mark = `${mtimeMs}-${size}-${ino}`;
      const remembered = this.#remembered.get(file);
      if (remembered?.mark === mark) return remembered;
      if (size > maxFileBytes) throw new RangeError(`is larger than ${maxFileBytes} bytes`);
      return { mark, outcome: this.#parse(file, await readFile(path, "utf8")) };
    } catch (error) {
      return { mark: "", outcome: { problem: { file, message: messageOf(error) } } };
    }
  }

  #parse(file: string, text: string): Outcome {
    const problem = (message: string) => ({ problem: { file, message } });
    const name = RecipeName.safeParse(basename(file, extname(file)));
    if (!name.success) return problem("its name must be lower-case words, joined by '-' or '_'");
    const document = parseDocument(text, { prettyErrors: true });
    const [error] = document.errors;
    if (error) return problem(error.message.split("\n")[0] ?? "is no YAML");
    const parsed = RecipeFile.safeParse(document.toJS());
    if (!parsed.success) return problem(describeIssues(parsed.error));
    return { recipe: { name: name.data, folder: this.#path, file: parsed.data } };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
