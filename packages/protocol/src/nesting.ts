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
