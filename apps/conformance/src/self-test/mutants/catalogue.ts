import { artifactMutants } from "./artifacts.ts";
import { commandMutants } from "./commands.ts";
import { completionMutants } from "./completion.ts";
import { fanoutMutants } from "./fanout.ts";
import { flatMutants } from "./flat.ts";
import { handshakeMutants } from "./handshake.ts";
import { historyMutants } from "./history.ts";
import { ingestMutants } from "./ingest.ts";
import { lineMutants } from "./line.ts";
import { listMutants } from "./list.ts";
import { livenessMutants } from "./liveness.ts";
import { messageMutants } from "./messages.ts";
import { nonfiniteMutants } from "./nonfinite.ts";
import { ownershipMutants } from "./ownership.ts";
import { pollingMutants } from "./polling.ts";
import { recipeMutants } from "./recipes.ts";
import { resumeMutants } from "./resume.ts";
import { retentionMutants } from "./retention.ts";
import { seedMutants } from "./seeds.ts";
import { seriesMutants } from "./series.ts";
import { subscribeMutants } from "./subscribe.ts";
import type { MutantTable } from "./taps.ts";
import { togetherMutants } from "./together.ts";
import { tokenMutants } from "./tokens.ts";

/** Every faulty server, under the case that must turn red on it. */
export const mutantsByCase: MutantTable = {
  ...handshakeMutants,
  ...messageMutants,
  ...subscribeMutants,
  ...fanoutMutants,
  ...resumeMutants,
  ...completionMutants,
  ...flatMutants,
  ...pollingMutants,
  ...seriesMutants,
  ...ingestMutants,
  ...nonfiniteMutants,
  ...livenessMutants,
  ...listMutants,
  ...retentionMutants,
  ...ownershipMutants,
  ...commandMutants,
  ...recipeMutants,
  ...artifactMutants,
  ...tokenMutants,
  ...togetherMutants,
  ...historyMutants,
  ...lineMutants,
  ...seedMutants,
};
