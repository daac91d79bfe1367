import { changesOf, type TrainingState } from "@trainwire/protocol";
import type { Frame } from "./frame.ts";

/** Begins what was reported in the text of an update. In a string its quotes would be escaped. */
const detailsKey = '"details":';
/** Closes `data` and the message. */
const tailLength = 2;

/**
 * Successive updates as a run of the second version: `[channel,seq,{…},…]`. What was reported is taken from the
 * stored texts, which hold it last.
 */
export function runOf(channel: number, frames: readonly Frame[], before: TrainingState): string {
  let run = `[${channel},${before.seq + 1}`;
  let last = before;
  for (const { state, update } of frames) {
    const details = update.slice(update.indexOf(detailsKey) + detailsKey.length, -tailLength);
    const changes = JSON.stringify(changesOf(last, state));
    run += changes === "{}" ? `,{"d":${details}}` : `,${changes.slice(0, -1)},"d":${details}}`;
    last = state;
  }
  return `${run}]`;
}
