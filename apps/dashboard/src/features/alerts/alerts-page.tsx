import { Link } from "@tanstack/react-router";
import { useTrainings } from "@trainwire/client/react";
import type { Alert } from "@trainwire/protocol";
import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { useClient } from "../../shared/client-context.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { Age } from "../../shared/ui/age.tsx";
import { PageTitle } from "../../shared/ui/page-title.tsx";
import { feedOf, useAlerts } from "./alert-feed.ts";
import { kindTitle, standingOf } from "./alert-words.ts";
import { NotifyButton } from "./notify-button.tsx";
import { RuleSection } from "./rule-section.tsx";

const hour = 3600;

/** What the server's rules found, and the rules. */
export function AlertsPage() {
  const client = useClient();
  const { list, problem } = useAlerts(client);
  const { trainings } = useTrainings(client);
  const names = new Map(trainings.map(({ job_id, name }) => [job_id, name]));
  const [refused, setRefused] = useState<string | null>(null);
  const change = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
      setRefused(null);
    } catch (error) {
      setRefused(problemText(error));
    }
    await feedOf(client).refresh();
  };
  const muted = new Set(list?.muted_trainings.map(({ train_id }) => train_id));
  return (
    <>
      <PageTitle>Alerts · Trainwire</PageTitle>
      <Link to="/" className="mb-2 inline-flex h-6 items-center gap-0.5 text-muted hover:text-ink">
        <ChevronLeft aria-hidden="true" size={15} className="-ml-1" />
        All trainings
      </Link>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-lg font-semibold tracking-tight">Alerts</h1>
        <NotifyButton />
      </div>
      {(refused ?? problem) && (
        <p role="alert" className="mb-3 text-bad">
          {refused ?? problem}
        </p>
      )}
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <section aria-label="What fired" className="card min-w-0 py-2">
          {list === null && <p className="px-4 py-2 text-faint">Reading the alerts…</p>}
          {list?.alerts.length === 0 && (
            <p className="px-4 py-2 text-muted">Nothing has fired. Rules say what to look for.</p>
          )}
          <ul aria-label="Alerts, newest first">
            {list?.alerts.map((alert) => (
              <AlertRow
                key={alert.alert_id}
                alert={alert}
                name={names.get(alert.train_id) ?? alert.train_id}
                isMuted={muted.has(alert.train_id)}
                onAcknowledge={() => void change(client.alerts.acknowledge(alert.alert_id))}
                onMute={(seconds) => void change(client.alerts.mute(alert.train_id, seconds))}
              />
            ))}
          </ul>
        </section>
        <RuleSection />
      </div>
    </>
  );
}

interface AlertRowProps {
  readonly alert: Alert;
  /** What people call its training. */
  readonly name: string;
  /** Whether its training is muted now. */
  readonly isMuted: boolean;
  readonly onAcknowledge: () => void;
  readonly onMute: (seconds: number) => void;
}

function AlertRow({ alert, name, isMuted, onAcknowledge, onMute }: AlertRowProps) {
  const standing = standingOf(alert);
  const isOpen = !alert.muted && alert.acknowledged_at === undefined;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-b border-line px-4 py-2.5 last:border-0">
      <span
        aria-hidden="true"
        className={`mt-[7px] size-1.5 shrink-0 rounded-full ${isOpen ? "bg-bad" : "bg-faint"}`}
      />
      <div className="min-w-0 flex-1 basis-56">
        <p className="wrap-anywhere">
          <span className="font-medium">{alert.rule_name}</span>{" "}
          <span className="text-muted">({kindTitle(alert.kind)})</span> ·{" "}
          <Link
            to="/trainings/$id"
            params={{ id: alert.train_id }}
            className="font-medium text-accent underline underline-offset-2"
          >
            {name}
          </Link>
        </p>
        <p className="wrap-anywhere">{alert.reason}</p>
        <p className="text-xs wrap-anywhere text-muted">
          <Age receivedAt={alert.at} />
          {standing !== "" && ` · ${standing}`}
        </p>
      </div>
      <div className="flex gap-2">
        {isOpen && (
          <button type="button" onClick={onAcknowledge} className="button">
            Acknowledge
          </button>
        )}
        <button type="button" onClick={() => onMute(isMuted ? 0 : hour)} className="button">
          {isMuted ? "Unmute training" : "Mute training 1 h"}
        </button>
      </div>
    </li>
  );
}
