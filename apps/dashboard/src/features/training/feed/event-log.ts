import type { Nonfinite, TrainingUpdate } from "@trainwire/protocol";

/** Something that happened to a training, as its page lists it. */
export interface TrainingEvent {
  /** The update that told of it. */
  readonly seq: number;
  /** A server event's kind, or `status`, `attempt` or `nonfinite`. */
  readonly kind: string;
  readonly text: string;
  /** When it happened: a server event's own time, else when the server received it; RFC 3339 UTC. */
  readonly at: string | null;
  /** The training's step then; null while it had none. */
  readonly step: number | null;
  readonly tone: "plain" | "good" | "warn" | "bad";
}

type Found = Omit<TrainingEvent, "step">;

/** A training that flaps for days must not fill the memory. */
const keptAtMost = 2000;

const tones: Readonly<Record<string, TrainingEvent["tone"]>> = {
  completed: "good",
  failed: "bad",
  paused: "warn",
  ok: "good",
  late: "warn",
  stalled: "warn",
  lost: "bad",
};

/** Reads events out of updates: the server's own, changes of status and attempt, and values that cease to be finite. */
export class EventLog {
  #events: readonly TrainingEvent[] = [];
  #status: string | null = null;
  #attempt: number | null = null;
  #step: number | null = null;
  readonly #nonfinite = new Map<string, Nonfinite["value"]>();

  /** Oldest first; a new array whenever one is added. */
  get events(): readonly TrainingEvent[] {
    return this.#events;
  }

  /** Takes in the next update. */
  absorb(update: TrainingUpdate): void {
    this.#step = update.data.details.current_step ?? this.#step;
    const found = [
      ...this.#serverEvent(update),
      ...this.#attemptChange(update),
      ...this.#statusChange(update),
      ...this.#divergence(update),
    ].map((event) => ({ ...event, step: this.#step }));
    if (found.length > 0) this.#events = [...this.#events, ...found].slice(-keptAtMost);
  }

  #serverEvent(update: TrainingUpdate): Found[] {
    const event = update.data.details.event;
    if (event === undefined) return [];
    if (event.kind === "status") this.#status = update.data.status;
    if (event.kind === "attempt") this.#attempt = update.data.attempt ?? this.#attempt;
    const subject = subjectOf(event);
    const said = typeof subject === "string" || typeof subject === "number" ? ` ${subject}` : "";
    const value = said === "" && event.kind === "status" ? ` ${update.data.status}` : said;
    const reason = event.reason === undefined ? "" : `: ${event.reason}`;
    const tone = event.kind === "alert" ? "bad" : tones[value.trim()];
    return [eventOf(update, event.kind, { text: `${event.kind}${value}${reason}`, tone })];
  }

  #attemptChange(update: TrainingUpdate): Found[] {
    const { attempt = 1, details } = update.data;
    const isFirst = this.#attempt === null;
    if (attempt === this.#attempt) return [];
    this.#attempt = attempt;
    // What was before the first update that was read is not known.
    if (isFirst && (attempt === 1 || update.seq > 1)) return [];
    return [eventOf(update, "attempt", { text: `attempt ${attempt}${atStep(details)}`, tone: "plain" })];
  }

  #statusChange(update: TrainingUpdate): Found[] {
    const { status } = update.data;
    const isUnknown = this.#status === null && update.seq > 1;
    if (status === this.#status) return [];
    this.#status = status;
    if (isUnknown) return [];
    return [eventOf(update, "status", { text: `status ${status}`, tone: tones[status] })];
  }

  #divergence({ data, ...update }: TrainingUpdate): Found[] {
    const named = new Map((data.details.nonfinite ?? []).map(({ name, value }) => [name, value]));
    const found = [...named]
      .filter(([name, value]) => this.#nonfinite.get(name) !== value)
      .map(([name, value]) =>
        eventOf({ data, ...update }, "nonfinite", {
          text: `${name} became ${value}${atStep(data.details)}`,
          tone: "bad",
        }),
      );
    for (const [name, value] of named) this.#nonfinite.set(name, value);
    for (const name of this.#nonfinite.keys())
      if (isFiniteAgain(data.details, name)) this.#nonfinite.delete(name);
    return found;
  }
}

/** What an event is about: most kinds name it by a field of their own name. */
function subjectOf(event: NonNullable<TrainingUpdate["data"]["details"]["event"]>): unknown {
  if (event.kind === "checkpoint") return event["path"];
  if (event.kind === "command") return [event["name"], event["state"]].filter(Boolean).join(" ");
  return event[event.kind];
}

/** How many events of a kind there are. */
export function countOf(events: readonly TrainingEvent[], kind: string): number {
  return events.reduce((count, event) => count + Number(event.kind === kind), 0);
}

function atStep({ current_step: step }: TrainingUpdate["data"]["details"]): string {
  return typeof step === "number" ? ` at step ${step}` : "";
}

function isFiniteAgain(details: TrainingUpdate["data"]["details"], name: string): boolean {
  const value = name.startsWith("metrics.")
    ? details.metrics?.[name.slice("metrics.".length)]
    : (details as Record<string, unknown>)[name];
  return typeof value === "number";
}

function eventOf(
  update: TrainingUpdate,
  kind: string,
  { text, tone = "plain" }: { text: string; tone?: TrainingEvent["tone"] | undefined },
): Found {
  const at = update.data.details.event?.["at"];
  return {
    seq: update.seq,
    kind,
    text,
    at: typeof at === "string" ? at : (update.data.received_at ?? null),
    tone,
  };
}
