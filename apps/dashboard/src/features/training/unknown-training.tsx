import type { TrainingSnapshot } from "@trainwire/client";
import { useConnection } from "@trainwire/client/react";
import { Hourglass, LockKeyhole } from "lucide-react";
import { useClient } from "../../shared/client-context.tsx";
import { publishCommand } from "../../shared/publish-command.ts";
import { CommandLine } from "../../shared/ui/command-line.tsx";
import { Notice } from "../../shared/ui/notice.tsx";
import { ServerUnreachable } from "../../shared/ui/server-unreachable.tsx";

/** What `UnknownTraining` says. */
export interface UnknownTrainingProps {
  readonly trainId: string;
  readonly error: TrainingSnapshot["error"];
}

/** Stands in for a training of which nothing was received yet, and says why. */
export function UnknownTraining({ trainId, error }: UnknownTrainingProps) {
  const client = useClient();
  const { mode } = useConnection(client);
  if (mode === "reconnecting" || mode === "offline") return <ServerUnreachable server={client.url} />;
  if (error === null) return <Loading />;
  if (error.code === "forbidden") return <NotCovered trainId={trainId} />;
  const isUnknown = error.code === "unknown_training";
  return (
    <Notice icon={Hourglass} title={`Waiting for ${trainId}`}>
      <p>
        {isUnknown
          ? "The server does not know this training yet. This page goes live by itself once its trainer publishes; if that should have happened, check the id."
          : error.message}
      </p>
      {isUnknown && (
        <CommandLine label="Publish its first update" command={publishCommand(client.url, trainId)} />
      )}
    </Notice>
  );
}

function NotCovered({ trainId }: { trainId: string }) {
  return (
    <Notice icon={LockKeyhole} title={`No access to ${trainId}`}>
      <p>
        The token that you are logged in with does not cover this training, if there is such a one. Log out,
        and in again with one that does.
      </p>
    </Notice>
  );
}

function Loading() {
  return (
    <section className="card h-44 p-4" role="status" aria-label="Loading the training">
      <div className="h-5 w-56 rounded-full bg-track" />
      <div className="mt-6 h-2 rounded-full bg-track" />
      <div className="mt-8 h-3 w-2/3 rounded-full bg-track" />
    </section>
  );
}
