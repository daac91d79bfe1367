/** What fails, and why. */
export interface Failure<T> {
  readonly items: readonly T[];
  readonly problem: string;
}

/**
 * Makes what fails smaller as long as it still fails: leaves out whole groups first, then halves, quarters and so on.
 *
 * @param tryOut Says what is wrong with these items; `undefined`: nothing, or there is no time left.
 */
export async function shrink<T>(
  failure: Failure<T>,
  groupOf: (item: T) => string,
  tryOut: (items: readonly T[]) => Promise<string | undefined>,
): Promise<Failure<T>> {
  let smallest = failure;
  const without = async (items: readonly T[]): Promise<boolean> => {
    if (items.length === smallest.items.length) return false;
    const problem = await tryOut(items);
    if (problem !== undefined) smallest = { items, problem };
    return problem !== undefined;
  };
  for (const group of new Set(failure.items.map(groupOf)))
    await without(smallest.items.filter((item) => groupOf(item) !== group));
  for (let size = Math.ceil(smallest.items.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < smallest.items.length; ) {
      const { items } = smallest;
      if (!(await without([...items.slice(0, at), ...items.slice(at + size)]))) at += size;
    }
  }
  return smallest;
}
