import {
  type Details,
  initialState,
  nextState,
  type TrainingState,
  type TrainingUpdate,
  updateOf,
} from "@trainwire/protocol";

/** One record of a training in a test: what was reported, and by which attempt. */
export type Reported = Details & { readonly attempt?: number };

/** The updates a server makes of these records, one per second from 2026-01-01 on. */
export function updatesOf(records: readonly Reported[]): TrainingUpdate[] {
  let state: TrainingState = initialState("t-1", "s-1");
  return records.map(({ attempt, ...details }, i) => {
    const received_at = new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString();
    state = nextState(state, { details, received_at, ...(attempt !== undefined && { attempt }) });
    return updateOf(state, details);
  });
}
