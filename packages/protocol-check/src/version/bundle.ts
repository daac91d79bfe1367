import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { CheckError, firstLineOf } from "../errors.ts";

/**
 * One file of JavaScript that holds a protocol package with all it needs, zod included. The same sources give the
 * same text on any machine.
 *
 * @param entry The package's first module, TypeScript or JavaScript.
 * @throws CheckError `bad_version` if it cannot be bundled.
 */
export async function bundleProtocol(entry: string, folder: string): Promise<string> {
  try {
    const bundle = await rolldown({
      input: entry,
      cwd: folder,
      platform: "neutral",
      // A package is bundled wherever it was unpacked: what its settings extend need not be there.
      tsconfig: false,
      logLevel: "silent",
      plugins: [{ name: "zod-of-the-checker", resolveId: { order: "post", handler: ownZod } }],
    });
    const { output } = await bundle.generate({ format: "esm" });
    await bundle.close();
    // The marks of regions and files name the machine's folders.
    return output[0].code.replace(/^\/\/(?:#(?:end)?region.*| \S+\.[jt]s)\n/gm, "");
  } catch (error) {
    throw new CheckError("bad_version", `${entry} cannot be bundled: ${firstLineOf(error)}`, {
      cause: error,
    });
  }
}

/** A package that was unpacked alone brings no zod: it gets the checker's. */
function ownZod(source: string): string | null {
  return source === "zod" ? fileURLToPath(import.meta.resolve("zod")) : null;
}

/**
 * Runs a bundled protocol.
 *
 * @throws CheckError `bad_version` if it throws.
 */
export async function importBundle(code: string, label: string): Promise<unknown> {
  return importModule(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`, label);
}

/** Runs a module by its address. @throws CheckError `bad_version` if it throws. */
export async function importModule(address: string, label: string): Promise<unknown> {
  try {
    return await import(address);
  } catch (error) {
    throw new CheckError("bad_version", `${label} cannot be loaded: ${firstLineOf(error)}`, { cause: error });
  }
}
