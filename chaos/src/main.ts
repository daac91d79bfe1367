#!/usr/bin/env node
import { Command } from "@commander-js/extra-typings";
import { runCommand } from "./cli/run-command.ts";

await new Command("chaos")
  .description("Proves under load and failure that the server loses nothing and stalls nobody.")
  .addCommand(runCommand(), { isDefault: true })
  .parseAsync();
