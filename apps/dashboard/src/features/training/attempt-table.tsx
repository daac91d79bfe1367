import type { AttemptSummary } from "@trainwire/protocol";
import { formatDuration } from "../../shared/format/duration.ts";
import { formatCount } from "../../shared/format/number.ts";

/** The attempts that the server started: how each began and ended, and whether anything is left of it. */
export function AttemptTable({ attempts }: { attempts: readonly AttemptSummary[] }) {
  return (
    <section aria-label="Attempts" className="card overflow-hidden">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Attempts">
        <table className="w-full text-left">
          <caption className="px-4 pt-3 pb-2 text-left font-semibold">Attempts</caption>
          <thead>
            <tr className="border-t border-line">
              {["Attempt", "Began", "Took", "From", "How it ended", "What is left"].map((title) => (
                <th key={title} scope="col" className="label px-4 py-2 font-medium whitespace-nowrap">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {attempts.toReversed().map((attempt) => (
              <AttemptRow key={attempt.attempt} attempt={attempt} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function AttemptRow({ attempt }: { attempt: AttemptSummary }) {
  const { started_at, ended_at, resumed_at_step, resumed_from, is_clean, out_of_memory } = attempt;
  return (
    <tr className="border-t border-line align-top *:px-4 *:py-1.5">
      <td>
        {attempt.attempt} <span className="text-faint">{attempt.launcher}</span>
      </td>
      <td className="whitespace-nowrap">{new Date(started_at).toLocaleString("en-GB")}</td>
      <td className="whitespace-nowrap">
        {ended_at === undefined
          ? "–"
          : formatDuration((Date.parse(ended_at) - Date.parse(started_at)) / 1000)}
      </td>
      <td className="wrap-anywhere">
        {resumed_from === undefined
          ? "the beginning"
          : resumed_at_step === undefined
            ? resumed_from
            : `step ${formatCount(resumed_at_step)}`}
      </td>
      <td className={`wrap-anywhere ${out_of_memory ? "font-medium text-bad" : ""}`}>{endOf(attempt)}</td>
      <td className={is_clean === false ? "font-medium text-bad" : ""}>{remainsOf(attempt)}</td>
    </tr>
  );
}

function endOf({ ended_at, ended_by, exit_code, reason }: AttemptSummary): string {
  if (ended_at === undefined) return "it goes on";
  const by = ended_by === undefined || ended_by === "itself" ? null : `by ${ended_by}`;
  const code = exit_code === undefined ? null : `exit code ${exit_code}`;
  return [reason, by, code].filter(Boolean).join(", ") || "ended";
}

function remainsOf({ is_clean, processes_left }: AttemptSummary): string {
  if (is_clean === undefined) return "–";
  if (is_clean) return "nothing";
  return processes_left === undefined || processes_left === 0
    ? "GPU memory"
    : `${formatCount(processes_left)} processes`;
}
