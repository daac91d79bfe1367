import { Poller } from "../../actors/poller.ts";
import type { ServerStage } from "../../stage.ts";
import type { PollSighting } from "../system-recording.ts";
import { againUntilTheEnd } from "./follow.ts";

const waitSeconds = 2;

/** Follows a training by long-polling to its end. */
export async function followPolling(stage: ServerStage, trainId: string): Promise<PollSighting> {
  const poller = new Poller(stage, "poller", trainId);
  const sighting: PollSighting = { updates: [], ends: 0, problem: undefined };
  sighting.problem = await againUntilTheEnd(stage, async () => {
    while (sighting.ends === 0) {
      const after_seq = sighting.updates.at(-1)?.seq ?? 0;
      const page = await poller.page({ after_seq, wait_seconds: waitSeconds });
      sighting.updates.push(...page.updates);
      if (page.ended) sighting.ends += 1;
    }
  });
  return sighting;
}
