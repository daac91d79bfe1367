import type { Load } from "../harness/load.ts";
import type { ProgramOptions } from "../processes/program-options.ts";
import type { RunningServer, ServerCommand } from "../processes/running-server.ts";

/** A server that can be measured. */
export interface BenchServer {
  readonly id: string;
  /** As it is called in tables. */
  readonly title: string;
  /** What to know about it when reading its figures. */
  readonly note: string;
  /** Why it cannot run on this machine; undefined if it can. */
  whyNot(): Promise<string | undefined>;
  readonly start: ServerCommand;
  /** What has to be there before viewers come. */
  prepare?(server: RunningServer, load: Load): Promise<void>;
  /** How its viewers subscribe, and how its trainers publish. */
  harnessOptions(load: Load, server: RunningServer): ProgramOptions;
}
