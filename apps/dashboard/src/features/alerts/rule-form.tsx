import { AlertKind, type AlertRule, alertKinds } from "@trainwire/protocol";
import { type FormEvent, useState } from "react";
import { useClient } from "../../shared/client-context.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { kindTitle, kindWords, usualThresholds } from "./alert-words.ts";

/** Makes a rule. */
export function RuleForm({ onMade }: { onMade: () => void }) {
  const client = useClient();
  const [kind, setKind] = useState<AlertKind>("nonfinite");
  const [made, setMade] = useState<AlertRule | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const unit = kindWords[kind].threshold;
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string): string | undefined => {
      const value = form.get(field);
      return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
    };
    const threshold = text("threshold");
    try {
      const rule = await client.alerts.createRule({
        name: text("name") ?? kindTitle(kind),
        kind,
        ...(threshold !== undefined && { threshold: Number(threshold) }),
        train_ids: text("train_ids"),
        webhook_url: text("webhook_url"),
      });
      setMade(rule);
      setProblem(null);
      onMade();
    } catch (error) {
      setProblem(problemText(error));
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3 border-t border-line pt-3">
      <h3 className="font-medium">Another rule</h3>
      <label className="grid gap-1">
        <span>Looks for</span>
        <select
          value={kind}
          onChange={(event) => setKind(AlertKind.parse(event.target.value))}
          className="input"
        >
          {alertKinds.map((each) => (
            <option key={each} value={each}>
              {kindTitle(each)}
            </option>
          ))}
        </select>
      </label>
      {unit !== undefined && (
        <label key={kind} className="grid gap-1">
          <span>{unit}</span>
          <input
            name="threshold"
            type="number"
            min={0}
            step="any"
            required
            defaultValue={usualThresholds[kind]}
            className="input"
          />
        </label>
      )}
      <Field name="name" title="Name" />
      <Field name="train_ids" title="Trainings, * for any characters" placeholder="all" />
      <Field name="webhook_url" title="Webhook, if it is to be sent" type="url" placeholder="https://" />
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <button type="submit" className="button button-primary h-8 self-start px-4">
        Make the rule
      </button>
      {made?.webhook_secret !== undefined && <Secret rule={made} secret={made.webhook_secret} />}
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly title: string;
  readonly type?: "text" | "url";
  readonly placeholder?: string;
}

function Field({ name, title, type = "text", placeholder }: FieldProps) {
  return (
    <label className="grid gap-1">
      <span>{title}</span>
      <input
        name={name}
        type={type}
        maxLength={type === "url" ? 2000 : 128}
        placeholder={placeholder}
        className="input"
      />
    </label>
  );
}

function Secret({ rule, secret }: { rule: AlertRule; secret: string }) {
  return (
    <p role="status" className="wrap-anywhere">
      The webhooks of {rule.name} are signed with this secret. It is shown this once:{" "}
      <code className="font-mono text-xs">{secret}</code>
    </p>
  );
}
