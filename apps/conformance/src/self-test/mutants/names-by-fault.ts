/** Each fault of a table of cases, with the cases that name it. */
export function namesByFault(
  byCase: Readonly<Record<string, readonly string[]>>,
): readonly (readonly [fault: string, names: readonly string[]])[] {
  const names = new Map<string, string[]>();
  for (const [id, faults] of Object.entries(byCase)) {
    for (const fault of faults) names.set(fault, [...(names.get(fault) ?? []), id]);
  }
  return [...names];
}
