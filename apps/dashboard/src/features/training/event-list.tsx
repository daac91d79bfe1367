import { useSyncExternalStore } from "react";
import type { TrainingEvent } from "./history/event-log.ts";
import type { TrainingHistory } from "./history/training-history.ts";

/** The newest are shown; a training that flaps for days must not fill the page. */
const shownAtMost = 200;
const dots: Readonly<Record<TrainingEvent["tone"], string>> = {
  plain: "bg-faint",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
};

/** What happened to a training, newest first. */
export function EventList({ history }: { history: TrainingHistory }) {
  const events = useSyncExternalStore(history.subscribe, () => history.events);
  const shown = events.slice(-shownAtMost).toReversed();
  return (
    <section
      aria-label="Events"
      className="card flex max-h-[30rem] min-h-32 min-w-0 flex-col self-start lg:sticky lg:top-16"
    >
      <h2 className="px-4 pt-3 pb-2 font-semibold">Events</h2>
      {shown.length === 0 ? (
        <p className="px-4 pb-4 text-faint">None so far.</p>
      ) : (
        <ol className="min-h-0 overflow-y-auto pb-2">
          {shown.map((event) => (
            <EventRow key={`${event.seq} ${event.text}`} event={event} />
          ))}
        </ol>
      )}
    </section>
  );
}

function EventRow({ event }: { event: TrainingEvent }) {
  return (
    <li className="flex gap-2.5 px-4 py-1.5">
      <span aria-hidden="true" className={`mt-[7px] size-1.5 shrink-0 rounded-full ${dots[event.tone]}`} />
      <span className="min-w-0 flex-1 break-words">{event.text}</span>
      {event.at !== null && (
        <time dateTime={event.at} className="shrink-0 text-xs leading-5 text-faint">
          {new Date(event.at).toLocaleTimeString("en-GB")}
        </time>
      )}
    </li>
  );
}
