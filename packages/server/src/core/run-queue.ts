/** A run that waits for its turn. */
export interface Waiting {
  readonly trainId: string;
  readonly place: number;
  /** How many GPUs it needs. */
  readonly gpus: number;
}

/** What is free. */
export interface Room {
  /** How many more trainings may run. */
  readonly trainings: number;
  /** How many GPUs there are. */
  readonly allGpus: number;
  /** Those that nobody was given. */
  readonly gpus: readonly number[];
}

/** Those that wait, in the order of their turns: first come, first served. */
export function inOrder(waiting: Iterable<Waiting>): readonly Waiting[] {
  return [...waiting].toSorted((a, b) => a.place - b.place);
}

/**
 * Whose turn it is, and with which GPUs. One that waits for GPUs is overtaken by none: small ones would else keep it
 * waiting for ever. One that needs more than there are keeps nobody waiting.
 */
export function nextTurn(
  waiting: Iterable<Waiting>,
  room: Room,
): { readonly trainId: string; readonly gpus: readonly number[] } | undefined {
  const first = inOrder(waiting).find(({ gpus }) => gpus <= room.allGpus);
  if (!first || room.trainings < 1 || first.gpus > room.gpus.length) return undefined;
  return { trainId: first.trainId, gpus: room.gpus.slice(0, first.gpus) };
}
