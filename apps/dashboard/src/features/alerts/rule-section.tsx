import type { AlertRule } from "@trainwire/protocol";
import { useState } from "react";
import { useClient } from "../../shared/client-context.tsx";
import { useNow } from "../../shared/clock.ts";
import { problemText } from "../../shared/problem-text.ts";
import { useAnswer } from "../../shared/use-answer.ts";
import { kindTitle, ruleLine } from "./alert-words.ts";
import { RuleForm } from "./rule-form.tsx";

const hour = 3600;

/** The rules: what there is, and one more. */
export function RuleSection() {
  const client = useClient();
  const [changes, setChanges] = useState(0);
  const [refused, setRefused] = useState<string | null>(null);
  const { answer, problem } = useAnswer(`rules ${changes}`, (signal) => client.alerts.rules({ signal }));
  const change = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
      setRefused(null);
    } catch (error) {
      setRefused(problemText(error));
    }
    setChanges((count) => count + 1);
  };
  return (
    <section aria-label="Rules" className="card flex min-w-0 flex-col gap-3 p-4">
      <h2 className="font-semibold">Rules</h2>
      {(refused ?? problem) && (
        <p role="alert" className="text-bad">
          {refused ?? problem}
        </p>
      )}
      {answer?.rules.length === 0 && <p className="text-muted">There are none: nothing is watched.</p>}
      <ul className="flex flex-col gap-3">
        {answer?.rules.map((rule) => (
          <RuleRow
            key={rule.rule_id}
            rule={rule}
            onMute={(seconds) =>
              void change(client.alerts.changeRule(rule.rule_id, { mute_seconds: seconds }))
            }
            onRemove={() => void change(client.alerts.deleteRule(rule.rule_id))}
          />
        ))}
      </ul>
      <RuleForm onMade={() => setChanges((count) => count + 1)} />
    </section>
  );
}

interface RuleRowProps {
  readonly rule: AlertRule;
  readonly onMute: (seconds: number) => void;
  readonly onRemove: () => void;
}

function RuleRow({ rule, onMute, onRemove }: RuleRowProps) {
  const nowMs = useNow(10_000);
  const isMuted = rule.muted_until !== undefined && Date.parse(rule.muted_until) > nowMs;
  return (
    <li className="flex flex-col gap-1.5">
      <p className="wrap-anywhere">
        <span className="font-medium">{rule.name}</span>{" "}
        <span className="text-muted">
          ({kindTitle(rule.kind)}){isMuted && " · muted"}
        </span>
      </p>
      <p className="text-xs wrap-anywhere text-muted">{ruleLine(rule)}</p>
      <div className="flex gap-2">
        <button
          type="button"
          aria-label={`${isMuted ? "Unmute" : "Mute 1 h"}: ${rule.name}`}
          onClick={() => onMute(isMuted ? 0 : hour)}
          className="button"
        >
          {isMuted ? "Unmute" : "Mute 1 h"}
        </button>
        <button type="button" aria-label={`Remove: ${rule.name}`} onClick={onRemove} className="button">
          Remove
        </button>
      </div>
    </li>
  );
}
