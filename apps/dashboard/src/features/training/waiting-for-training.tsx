import type { TrainingSnapshot } from "@trainwire/client";
import { Hourglass } from "lucide-react";
import { publishCommand } from "../../shared/publish-command.ts";
import { CommandLine } from "../../shared/ui/command-line.tsx";
import { Notice } from "../../shared/ui/notice.tsx";

/** What `WaitingForTraining` says. */
export interface WaitingForTrainingProps {
  readonly trainId: string;
  readonly error: TrainingSnapshot["error"];
  readonly server: URL;
}

/** Stands in for a training of which nothing was received yet, and says why. */
export function WaitingForTraining({ trainId, error, server }: WaitingForTrainingProps) {
  if (error === null) {
    return (
      <section className="card h-44 p-4" role="status" aria-label="Loading the training">
        <div className="h-5 w-56 rounded-full bg-track" />
        <div className="mt-6 h-2 rounded-full bg-track" />
        <div className="mt-8 h-3 w-2/3 rounded-full bg-track" />
      </section>
    );
  }
  const unknown = error.code === "unknown_training";
  return (
    <Notice icon={Hourglass} title={`Waiting for ${trainId}`}>
      <p>
        {unknown
          ? "The server does not know this training yet. This page goes live by itself once its trainer publishes; if that should have happened, check the id."
          : error.message}
      </p>
      {unknown && <CommandLine label="Publish its first update" command={publishCommand(server, trainId)} />}
    </Notice>
  );
}
