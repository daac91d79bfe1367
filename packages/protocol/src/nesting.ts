/**
 * Whether a JSON value is nested at most `maxDepth` levels deep; a plain value is at depth 0. Goes level by
 * level, not by recursion: the value may be hostile, and `JSON.stringify` throws on one that is too deep.
 */
export function isNestedAtMost(value: unknown, maxDepth: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    level = level.filter((item) => typeof item === "object" && item !== null);
    if (level.length > 0 && depth === maxDepth) return false;
    level = level.flatMap((item) => Object.values(item as object));
  }
  return true;
}

const quote = 0x22;
const backslash = 0x5c;
const [openArray, closeArray] = [0x5b, 0x5d];
const [openObject, closeObject] = [0x7b, 0x7d];

/** Whether arrays and objects of a JSON text are nested at most `maxDepth` levels deep, told without parsing it. */
export function isTextNestedAtMost(text: string, maxDepth: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = closingQuote(text, at);
    else if (code === openArray || code === openObject) depth += 1;
    else if (code === closeArray || code === closeObject) depth -= 1;
    if (depth > maxDepth) return false;
  }
  return true;
}

/** Where the string that opens at `start` closes, or the text's end if it never does. */
export function closingQuote(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at !== -1) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}
