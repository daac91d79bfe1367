import { readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { extract } from "tar";
import { CheckError, firstLineOf } from "../errors.ts";
import type { Surface } from "../surface.ts";
import { surfaceOfFolder } from "./package-folder.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

/**
 * Reads the surface of a published package, such as `@trainwire/protocol@0.9.0`, or of anything else that
 * `npm pack` takes, such as `file:./trainwire-protocol-0.9.0.tgz`.
 *
 * @throws CheckError `unknown_version` if npm does not find it.
 */
export async function surfaceOfNpmPackage(folder: string, specifier: string): Promise<Surface> {
  return withTemporaryFolder(async (temporary) => {
    const packed = await execa(
      "npm",
      ["pack", "--loglevel=error", "--pack-destination", temporary, "--", specifier],
      {
        cwd: folder,
        reject: false,
      },
    );
    const tarball = readdirSync(temporary).find((file) => file.endsWith(".tgz"));
    if (packed.failed || tarball === undefined) {
      const reason = /^npm error (?!code)(.*\S.*)$/m.exec(packed.stderr)?.[1] ?? firstLineOf(packed.stderr);
      throw new CheckError("unknown_version", `npm does not find ${specifier}: ${reason}`);
    }
    return surfaceOfTarball(join(temporary, tarball), `npm:${specifier}`);
  });
}

/**
 * Reads the surface of a packed package.
 *
 * @throws CheckError `bad_version` if it is no package of the protocol.
 */
export async function surfaceOfTarball(tarball: string, label: string): Promise<Surface> {
  return withTemporaryFolder(async (temporary) => {
    try {
      await extract({ file: tarball, cwd: temporary, strip: 1 });
    } catch (error) {
      throw new CheckError("bad_version", `${tarball} cannot be unpacked: ${firstLineOf(error)}`, {
        cause: error,
      });
    }
    return surfaceOfFolder(temporary, label);
  });
}
