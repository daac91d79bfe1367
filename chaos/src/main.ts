#!/usr/bin/env node
import { Command } from "@commander-js/extra-typings";
import { disconnectsCommand } from "./cli/disconnects-command.ts";
import { fairnessCommand } from "./cli/fairness-command.ts";
import { fuzzCommand } from "./cli/fuzz-command.ts";
import { runCommand } from "./cli/run-command.ts";
import { stalledCommand } from "./cli/stalled-command.ts";
import { stormCommand } from "./cli/storm-command.ts";

await new Command("chaos")
  .description("Proves under load and failure that the server loses nothing and stalls nobody.")
  .addCommand(runCommand(), { isDefault: true })
  .addCommand(disconnectsCommand())
  .addCommand(stormCommand())
  .addCommand(stalledCommand())
  .addCommand(fuzzCommand())
  .addCommand(fairnessCommand())
  .parseAsync();
