/// <reference types="node" />
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** The repository that this package lies in. */
export const repository = fileURLToPath(new URL("../../../../", import.meta.url));

/** A repository of its own that holds the protocol as it is now; gone when it is disposed of. */
export interface ProtocolCopy extends Disposable {
  readonly folder: string;
  /** Replaces a text in a file of the protocol package; it must be there. */
  edit(file: string, from: string, to: string): void;
  /** Writes a file of the repository. */
  write(file: string, text: string): void;
  /** Commits all there is. */
  commit(message: string): Promise<void>;
}

/** Copies the protocol package to a folder of its own. Its zod is the checker's. */
export function copyProtocol(): ProtocolCopy {
  const folder = mkdtempSync(join(tmpdir(), "trainwire-protocol-test-"));
  for (const part of ["package.json", "tsconfig.json", "src", "dist", "fixtures", "spec"]) {
    cpSync(join(repository, "packages/protocol", part), join(folder, "packages/protocol", part), {
      recursive: true,
    });
  }
  const git = (...args: string[]) =>
    execa("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder });
  return {
    folder,
    edit(file, from, to) {
      const path = join(folder, "packages/protocol", file);
      const text = readFileSync(path, "utf8");
      if (!text.includes(from)) throw new TypeError(`${file} holds no ${from}`);
      writeFileSync(path, text.replace(from, to));
    },
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    async commit(message) {
      await git("init", "--quiet");
      await git("add", "--all");
      await git("commit", "--quiet", "--message", message);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
