import type { SystemRecordings } from "../recordings/system-recordings.ts";
import type { TrainerRecordings } from "../recordings/trainer-recordings.ts";
import type { ClientUnderTest } from "./client-target.ts";
import type { Target } from "./target.ts";

/** What is tested, by role. A run has the one of its role. */
export interface Targets {
  readonly client?: ClientUnderTest;
  readonly server?: Target;
  readonly trainer?: TrainerRecordings;
  readonly system?: SystemRecordings;
}
