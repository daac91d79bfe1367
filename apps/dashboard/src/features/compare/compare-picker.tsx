import { useTrainings } from "@trainwire/client/react";
import { X } from "lucide-react";
import { useClient } from "../../shared/client-context.tsx";
import { Swatch } from "./compare-table.tsx";
import type { Compared } from "./use-compared.ts";

/** What `ComparePicker` shows. */
export interface ComparePickerProps {
  readonly ids: readonly string[];
  readonly of: (trainId: string) => Compared;
  readonly onIds: (ids: readonly string[]) => void;
}

/** The trainings that are compared, as a legend, with the way to add and remove one. */
export function ComparePicker({ ids, of, onIds }: ComparePickerProps) {
  const { trainings } = useTrainings(useClient());
  const others = trainings.filter(({ job_id }) => !ids.includes(job_id));
  return (
    <ul aria-label="Compared trainings" className="mb-3 flex flex-wrap items-center gap-2">
      {ids.map((trainId, i) => {
        const { record, problem } = of(trainId);
        const name = record?.name ?? trainId;
        return (
          <li key={trainId} className="card flex h-8 max-w-full items-center gap-2 rounded-full pr-1.5 pl-3">
            <Swatch index={i} />
            <span className="truncate font-medium" title={trainId}>
              {name}
            </span>
            {problem !== null && record === null && <span className="truncate text-bad">{problem}</span>}
            <button
              type="button"
              onClick={() => onIds(ids.filter((each) => each !== trainId))}
              aria-label={`Leave ${name} out`}
              className="grid size-6 place-items-center rounded-full text-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden="true" size={13} />
            </button>
          </li>
        );
      })}
      {others.length > 0 && (
        <li>
          <label>
            <span className="sr-only">Add a training</span>
            <select
              value=""
              onChange={(event) => onIds([...ids, event.target.value])}
              className="input h-8 w-auto max-w-60 rounded-full text-xs font-medium text-muted"
            >
              <option value="">Add a training…</option>
              {others.map(({ job_id, name }) => (
                <option key={job_id} value={job_id}>
                  {name ?? job_id}
                </option>
              ))}
            </select>
          </label>
        </li>
      )}
    </ul>
  );
}
