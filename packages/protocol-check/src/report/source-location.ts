import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Finds the line of the protocol's source that a report should point at. */
export type Locate = (
  subject: string,
  path: string,
) => {
  readonly artifactLocation: { readonly uri: string };
  readonly region: { readonly startLine: number };
};

/** Looks subjects up in the sources of a protocol package; addresses are relative to `root`. */
export function locateIn(packageFolder: string, root: string): Locate {
  const folder = join(packageFolder, "src");
  const files = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    : [];
  const sources = files.map((name) => ({
    uri: relative(root, join(folder, name)).replaceAll("\\", "/"),
    lines: readFileSync(join(folder, name), "utf8").split("\n"),
  }));
  return (subject, path) => {
    const word = subject.split(" ").at(-1) ?? subject;
    const [uri, line] = find(sources, word) ?? ["packages/protocol/src/index.ts", 0];
    const lines = sources.find((source) => source.uri === uri)?.lines ?? [];
    const field = path.split(".").at(-1)?.replaceAll("[]", "");
    const below = field ? lines.slice(line, line + 40).findIndex((text) => text.includes(`${field}:`)) : -1;
    return { artifactLocation: { uri }, region: { startLine: line + Math.max(0, below) + 1 } };
  };
}

interface Source {
  readonly uri: string;
  readonly lines: readonly string[];
}

/** A literal of the name comes before a key of the name, and that before any other mention. */
function find(sources: readonly Source[], word: string): readonly [uri: string, line: number] | undefined {
  for (const mark of [`z.literal("${word}")`, `"${word}": `, `  ${word}: {`, `"${word}"`, `${word}:`]) {
    for (const { uri, lines } of sources) {
      const line = lines.findIndex((text) => text.includes(mark));
      if (line >= 0) return [uri, line];
    }
  }
  return undefined;
}
