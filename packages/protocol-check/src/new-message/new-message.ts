import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CheckError } from "../errors.ts";
import { findPackage } from "../version/package-folder.ts";
import { examplesOf, sectionOf } from "./texts.ts";

/** What a new message is to be. */
export interface NewMessage {
  /** Its `type`, such as `subscribe_training`. */
  readonly name: string;
  /** Who sends it. */
  readonly from: "viewer" | "server";
  /** What it is for: a sentence of documentation. */
  readonly says: string;
}

/** Where things are added for a message of either direction. */
const places = {
  viewer: {
    module: "viewer-messages.ts",
    union: "ViewerMessage",
    unionComment: "/** Every message that a viewer sends on `/ws`. */",
    nextHeading: "## `/ws`: messages from the server\n",
  },
  server: {
    module: "server-messages.ts",
    union: "ServerMessage",
    unionComment: "/** Every message that a server sends on `/ws`. */",
    nextHeading: "## `/ws/training/{job_id}`",
  },
} as const;

/**
 * Adds a message of `/ws` that names a training: schema, export, section of PROTOCOL.md and examples. What
 * else it carries is up to its author.
 *
 * @returns The files that were edited, and those that were written.
 * @throws CheckError `usage` if it cannot be named so, `bad_file` if a file is not as it was.
 */
export function newMessage(home: string, message: NewMessage): { edited: string[]; written: string[] } {
  const { name, from, says } = message;
  if (!/^[a-z]+(_[a-z]+)*$/.test(name))
    throw new CheckError("usage", `a message is named like subscribe_training, not ${JSON.stringify(name)}`);
  if (!/^[A-Z].*\.$/.test(says)) throw new CheckError("usage", "--says must be a sentence");
  const { folder } = findPackage(home);
  if (existsSync(join(folder, "fixtures/valid", name)))
    throw new CheckError("usage", `there is a message ${name} already`);
  const { module, union, unionComment, nextHeading } = places[from];
  const type = name.replace(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  const edits: [file: string, before: string, added: string][] = [
    [join(folder, "src", module), unionComment, schemaOf(type, message)],
    [join(folder, "src", module), `]);\n${unionComment}\nexport type ${union}`, `  ${type},\n`],
    [join(folder, "src/index.ts"), `  ${union},\n`, `  ${type},\n`],
    [join(folder, "../../PROTOCOL.md"), nextHeading, sectionOf(message)],
  ];
  for (const edit of edits) insertBefore(...edit);
  const examples = Object.entries(examplesOf(name)).map(([path, example]): string => {
    const file = join(folder, "fixtures", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(example, undefined, 2)}\n`);
    return file;
  });
  return { edited: [...new Set(edits.map(([file]) => file))], written: examples };
}

function schemaOf(type: string, { name, says }: NewMessage): string {
  return `/** ${says} */
export const ${type} = z.object({ type: z.literal("${name}"), train_id: TrainId });
/** ${says} */
export type ${type} = z.infer<typeof ${type}>;

`;
}

function insertBefore(file: string, before: string, added: string): void {
  const text = readFileSync(file, "utf8");
  const at = text.indexOf(before);
  if (at === -1) throw new CheckError("bad_file", `${file} holds no ${before.split("\n")[0] ?? ""}`);
  writeFileSync(file, text.slice(0, at) + added + text.slice(at));
}
