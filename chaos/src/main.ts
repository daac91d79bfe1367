#!/usr/bin/env node
import { Command } from "@commander-js/extra-typings";
import { artifactCommand } from "./cli/artifact-command.ts";
import { disconnectsCommand } from "./cli/disconnects-command.ts";
import { fairnessCommand } from "./cli/fairness-command.ts";
import { fuzzCommand } from "./cli/fuzz-command.ts";
import { healthCommand } from "./cli/health-command.ts";
import { runCommand } from "./cli/run-command.ts";
import { stalledCommand } from "./cli/stalled-command.ts";
import { stormCommand } from "./cli/storm-command.ts";

for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15 })) {
  // Servers and folders end with the process, see `harness/server-process.ts`.
  process.on(signal, () => process.exit(128 + number));
}

await new Command("chaos")
  .description("Proves under load and failure that the server loses nothing and stalls nobody.")
  .addCommand(runCommand(), { isDefault: true })
  .addCommand(disconnectsCommand())
  .addCommand(stormCommand())
  .addCommand(stalledCommand())
  .addCommand(artifactCommand())
  .addCommand(fuzzCommand())
  .addCommand(fairnessCommand())
  .addCommand(healthCommand())
  .parseAsync();
