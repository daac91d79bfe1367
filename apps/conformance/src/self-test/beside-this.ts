import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** The path of a module beside another, compiled if that one is. @param url `import.meta.url` of the other */
export function besideThis(name: string, url: string): string {
  return fileURLToPath(new URL(`${name}${extname(url)}`, url));
}
