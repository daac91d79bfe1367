import { isTerminal, type TrainingState } from "@trainwire/protocol";
import type { ReactNode } from "react";
import { useNow } from "../../shared/clock.ts";
import { formatDuration, formatSeconds } from "../../shared/format/duration.ts";
import { formatCount, formatMeasure } from "../../shared/format/number.ts";
import { formatGiB, formatProgressOf, formatSamplesPerSecond } from "../../shared/format/quantities.ts";
import { type MeasuredName, type Reading, readingOf } from "../../shared/reading.ts";
import { ReadingValue } from "../../shared/ui/reading-value.tsx";

/** The numbers of a training's state in one row; in two columns on a narrow screen. */
export function TrainingFacts({ state, startedAt }: { state: TrainingState; startedAt: string | null }) {
  const ended = isTerminal(state.status);
  const value = (name: MeasuredName, format: (value: number) => string): ReactNode => (
    <ReadingValue reading={readingOf(state, name)} format={format} />
  );
  const eta: Reading = ended ? { kind: "absent" } : readingOf(state, "eta_seconds");
  return (
    <dl className="mt-3.5 grid grid-cols-2 gap-x-4 gap-y-3 border-t border-line pt-3 sm:grid-cols-3 md:grid-cols-5 lg:grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))]">
      <Fact title="Step">{formatProgressOf(state.current_step, state.total_steps) ?? "–"}</Fact>
      <Fact title="Epoch">{epochText(state)}</Fact>
      <Fact title="ETA">
        <ReadingValue reading={eta} format={formatDuration} />
      </Fact>
      <Fact title="Elapsed">
        <Elapsed state={state} startedAt={startedAt} />
      </Fact>
      <Fact title="Loss">{value("loss", formatMeasure)}</Fact>
      <Fact title="Eval loss">{value("eval_loss", formatMeasure)}</Fact>
      <Fact title="Throughput">{value("samples_per_second", formatSamplesPerSecond)}</Fact>
      <Fact title="GPU memory">{value("gpu_memory_allocated_gb", formatGiB)}</Fact>
      <Fact title="Attempt">{formatCount(state.attempt)}</Fact>
    </dl>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="label">{title}</dt>
      <dd className="h-5 font-medium whitespace-nowrap">{children}</dd>
    </div>
  );
}

function epochText({ current_epoch, total_epochs }: TrainingState): string {
  return formatProgressOf(current_epoch, total_epochs) ?? "–";
}

/** What the trainer reported, else the time since its first update; it ticks while the training goes on. */
function Elapsed({ state, startedAt }: { state: TrainingState; startedAt: string | null }) {
  const nowMs = useNow();
  if (typeof state.elapsed_seconds === "number") return formatDuration(state.elapsed_seconds);
  if (startedAt === null) return "–";
  const untilMs = isTerminal(state.status) && state.received_at ? Date.parse(state.received_at) : nowMs;
  return formatSeconds((untilMs - Date.parse(startedAt)) / 1000);
}
