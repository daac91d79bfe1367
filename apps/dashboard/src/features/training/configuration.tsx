import type { TrainingSummary } from "@trainwire/protocol";
import { configRows } from "../../shared/config-rows.ts";
import { CommandLine } from "../../shared/ui/command-line.tsx";
import { AttemptTable } from "./attempt-table.tsx";

/** What a training was configured with, as a table of its leaves, and the attempts that ran with it. */
export function Configuration({ record }: { record: TrainingSummary | null }) {
  if (record === null) return <p className="card p-6 text-faint">Reading the configuration…</p>;
  const parts = [
    { title: "Configuration", rows: configRows(record.config ?? null) },
    { title: "Parameters of the recipe", rows: configRows(record.params ?? null) },
  ].filter(({ rows }) => rows.length > 0);
  const attempts = record.attempts ?? [];
  if (parts.length === 0 && attempts.length === 0) {
    return (
      <section className="card flex flex-col gap-3 p-6">
        <p className="text-muted">
          This training was registered without a configuration. A trainer gives it when it registers:
        </p>
        <CommandLine
          label="Register with a configuration"
          command={`Reporter("${record.job_id}", config={"lr": 0.01})`}
        />
      </section>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {parts.map(({ title, rows }) => (
        <section key={title} aria-label={title} className="card overflow-x-auto">
          <table className="w-full text-left">
            <caption className="px-4 pt-3 pb-2 text-left font-semibold">{title}</caption>
            <tbody>
              {rows.map(({ path, text }) => (
                <tr key={path} className="border-t border-line">
                  <th
                    scope="row"
                    className="w-1/3 px-4 py-1.5 align-top font-mono text-xs font-normal text-muted"
                  >
                    {path}
                  </th>
                  <td className="px-4 py-1.5 font-mono text-xs wrap-anywhere">{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {attempts.length > 0 && <AttemptTable attempts={attempts} />}
    </div>
  );
}
