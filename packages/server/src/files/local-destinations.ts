import type { RawRecord } from "@trainwire/protocol";
import type { Counters } from "../core/counters.ts";
import { TrainwireServerError } from "../core/errors.ts";
import { ingest } from "../core/ingest.ts";
import type { Slices } from "../core/slices.ts";
import type { Training } from "../core/training.ts";
import type { Trainings } from "../core/trainings.ts";
import type { About, Destination, Destinations } from "./destination.ts";

/** What ingest of this process needs. */
export interface LocalContext {
  readonly trainings: Trainings;
  readonly counters: Counters;
  readonly slices: Slices;
}

/** The trainings of this process. */
export function localDestinations(context: LocalContext): Destinations {
  const { trainings } = context;
  return {
    find: async (trainId) => {
      const training = await trainings.find(trainId);
      return training && destination(training, context);
    },
    open: async (trainId, about) => destination(await findOrRegister(trainings, trainId, about), context),
  };
}

async function findOrRegister(trainings: Trainings, trainId: string, about: About): Promise<Training> {
  const known = await trainings.find(trainId);
  if (known) return known;
  try {
    return await trainings.register(trainId, about);
  } catch (error) {
    // A trainer that publishes under the same id may have come first.
    if (error instanceof TrainwireServerError && error.code === "training_exists")
      return trainings.get(trainId);
    throw error;
  }
}

/** Holds no training: it may be forgotten and opened anew meanwhile. */
function destination(
  { id, head: { state } }: Training,
  { trainings, counters, slices }: LocalContext,
): Destination {
  return {
    standing: {
      attempt: state.attempt,
      step: state.current_step,
      isPaused: state.status === "paused",
      isComplete: state.complete,
    },
    positions: async (producerIds) => {
      const current = await trainings.get(id);
      await current.loadProducers(producerIds);
      return new Map(
        producerIds.map((each) => [each, current.producerSeq(each)] as const).filter(([, seq]) => seq >= 0),
      );
    },
    publish: async (records) => {
      const raw = records.map((value): RawRecord => ({ ok: true, value }));
      const answer = await ingest(await trainings.get(id), raw, { nowMs: Date.now(), slices });
      counters.countIngest(records.length, answer);
      return answer;
    },
  };
}
