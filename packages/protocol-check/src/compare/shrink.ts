/** Most attempts at making one witness smaller. */
const maxAttempts = 400;

/** The smallest value found for which `stillShows` holds, beginning with one for which it does. */
export function shrink(value: unknown, stillShows: (value: unknown) => boolean): unknown {
  let best = value;
  let attempts = 0;
  for (let improved = true; improved && attempts < maxAttempts; ) {
    improved = false;
    for (const smaller of smallerThan(best)) {
      attempts += 1;
      if (attempts > maxAttempts) break;
      if (!stillShows(smaller)) continue;
      best = smaller;
      improved = true;
      break;
    }
  }
  return best;
}

function* smallerThan(value: unknown): Generator {
  if (typeof value === "string") yield* smallerTexts(value);
  else if (typeof value === "number") yield* smallerNumbers(value);
  else if (Array.isArray(value)) yield* smallerLists(value);
  else if (typeof value === "object" && value !== null) yield* smallerObjects(value);
}

function* smallerTexts(text: string): Generator<string> {
  if (text.length <= 1) return;
  const half = text.length >> 1;
  yield* [text.slice(0, half), text.slice(half), text.slice(1), text.slice(0, -1)];
}

function* smallerNumbers(number: number): Generator<number> {
  const simpler = [0, 1, -1, Math.trunc(number), Math.trunc(number / 2), number - Math.sign(number)];
  for (const candidate of simpler) if (Math.abs(candidate) < Math.abs(number)) yield candidate;
}

function* smallerLists(list: readonly unknown[]): Generator<unknown[]> {
  if (list.length > 3) yield list.slice(0, list.length >> 1);
  for (const at of list.keys()) yield list.toSpliced(at, 1);
  for (const [at, item] of list.entries())
    for (const smaller of smallerThan(item)) yield list.with(at, smaller);
}

function* smallerObjects(object: object): Generator<object> {
  const entries = Object.entries(object);
  if (entries.length > 6) yield Object.fromEntries(entries.slice(0, entries.length >> 1));
  for (const at of entries.keys()) yield Object.fromEntries(entries.toSpliced(at, 1));
  for (const [at, [name, item]] of entries.entries()) {
    for (const smaller of smallerThan(item)) yield Object.fromEntries(entries.with(at, [name, smaller]));
  }
}
