import { execFileSync } from "node:child_process";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * A file system of this many bytes, unmounted when it is disposed of; undefined where none can be mounted, which takes
 * root on Linux.
 */
export function smallDisk(bytes: number): (Disposable & { readonly path: string }) | undefined {
  const folder = temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder.path], { stdio: "ignore" });
  } catch {
    folder[Symbol.dispose]();
    return undefined;
  }
  return {
    path: folder.path,
    [Symbol.dispose]: () => {
      execFileSync("umount", [folder.path]);
      folder[Symbol.dispose]();
    },
  };
}
