import type { Case } from "../define-case.ts";
import { artifactCases } from "./artifacts.ts";
import { clientFollowCases } from "./client-follow.ts";
import { clientLinkCases } from "./client-link.ts";
import { commandCases } from "./commands.ts";
import { completionCases } from "./completion.ts";
import { fanoutCases } from "./fanout.ts";
import { flatCases } from "./flat.ts";
import { handshakeCases } from "./handshake.ts";
import { historyCases } from "./history.ts";
import { ingestCases } from "./ingest.ts";
import { lineCases } from "./line.ts";
import { listCases } from "./list.ts";
import { livenessCases } from "./liveness.ts";
import { logCases } from "./logs.ts";
import { messageCases } from "./messages.ts";
import { nonfiniteCases } from "./nonfinite.ts";
import { ownershipCases } from "./ownership.ts";
import { pollingCases } from "./polling.ts";
import { recipeCases } from "./recipes.ts";
import { resumeCases } from "./resume.ts";
import { retentionCases } from "./retention.ts";
import { seedOneCases } from "./seed-one.ts";
import { seedTwoCases } from "./seed-two.ts";
import { seriesCases } from "./series.ts";
import { subscribeCases } from "./subscribe.ts";
import { systemCases } from "./system.ts";
import { togetherCases } from "./together.ts";
import { tokenCases } from "./tokens.ts";
import { trainerCommandCases } from "./trainer-commands.ts";
import { trainerCourseCases } from "./trainer-course.ts";
import { trainerDeliveryCases } from "./trainer-delivery.ts";
import { trainerStopCases } from "./trainer-stop.ts";

/** The cases for servers, in the order of reports. */
export const serverCases: readonly Case[] = [
  ...handshakeCases,
  ...messageCases,
  ...subscribeCases,
  ...fanoutCases,
  ...resumeCases,
  ...completionCases,
  ...flatCases,
  ...pollingCases,
  ...seriesCases,
  ...ingestCases,
  ...nonfiniteCases,
  ...livenessCases,
  ...listCases,
  ...retentionCases,
  ...ownershipCases,
  ...commandCases,
  ...recipeCases,
  ...logCases,
  ...artifactCases,
  ...tokenCases,
  ...togetherCases,
  ...historyCases,
  ...lineCases,
  ...seedOneCases,
  ...seedTwoCases,
];

/** The cases for trainers, in the order of reports. */
export const trainerCases: readonly Case[] = [
  ...trainerCourseCases,
  ...trainerDeliveryCases,
  ...trainerStopCases,
  ...trainerCommandCases,
];

/** The cases for clients, in the order of reports. */
export const clientCases: readonly Case[] = [...clientFollowCases, ...clientLinkCases];

/** Every case of the suite. */
export const cases: readonly Case[] = [...serverCases, ...clientCases, ...trainerCases, ...systemCases];

export { systemCases };
