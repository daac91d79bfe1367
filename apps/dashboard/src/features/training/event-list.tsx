import type { TrainingEvent } from "./feed/event-log.ts";

/** What `EventList` shows. */
export interface EventListProps {
  /** Oldest first. */
  readonly events: readonly TrainingEvent[];
  /** Reads what lies further back; null where all was read. */
  readonly readOlder: (() => void) | null;
}

/** The newest are shown; a training that flaps for days must not fill the page. */
const shownAtMost = 200;
const dots: Readonly<Record<TrainingEvent["tone"], string>> = {
  plain: "bg-faint",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
};

/** What happened to a training, newest first. */
export function EventList({ events, readOlder }: EventListProps) {
  const shown = events.slice(-shownAtMost).toReversed();
  return (
    <section
      aria-label="Events"
      className="card flex max-h-[30rem] min-h-32 min-w-0 flex-col self-start lg:sticky lg:top-16"
    >
      <h2 className="px-4 pt-3 pb-2 font-semibold">Events</h2>
      {shown.length === 0 && <p className="px-4 pb-3 text-faint">None{readOlder ? " lately" : " so far"}.</p>}
      {shown.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        <ol className="min-h-0 overflow-y-auto pb-2" tabIndex={0} aria-label="Newest first">
          {shown.map((event) => (
            <EventRow key={`${event.seq} ${event.text}`} event={event} />
          ))}
        </ol>
      )}
      {readOlder !== null && (
        <button type="button" onClick={readOlder} className="button mx-4 mb-3 self-start">
          Read further back
        </button>
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
        <time
          dateTime={event.at}
          title={new Date(event.at).toLocaleString()}
          className="shrink-0 text-xs leading-5 text-faint"
        >
          {new Date(event.at).toLocaleTimeString("en-GB")}
        </time>
      )}
    </li>
  );
}
