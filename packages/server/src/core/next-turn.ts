/** Lets everything else that is due run first: one long job must not hold up the rest. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
