import {
  isTerminal,
  type StreamId,
  type TrainingSummary,
  type TrainingUpdate,
  toEnvelope,
  type UpdatesPage,
} from "@trainwire/protocol";

/**
 * Where one following stands in a training's log: what makes "each update exactly once, in order" true,
 * whichever way updates come. Pure: sockets and REST feed it events and do what it asks.
 */
export interface Sequence {
  /** `history`: from a position that the caller named. `now`: from the state at the moment of following. */
  readonly start: "history" | "now";
  readonly streamId: StreamId | null;
  /** Seq of the last update released; null until a snapshot tells where the log stands. */
  readonly position: number | null;
  /** The log reaches this far, and what is missing up to here does not come by itself. */
  readonly target: number;
  /** Updates beyond a hole, ascending; at most `maxHeld`, later ones are let go and fetched from REST. */
  readonly held: readonly TrainingUpdate[];
  /** Whether the state before the first update is not known yet. */
  readonly needsBase: boolean;
  /** The whole state at some seq that is not reached yet. */
  readonly base: TrainingUpdate | null;
  /** Seq of the terminal, once it is known. */
  readonly endSeq: number | null;
  readonly hasEnded: boolean;
}

/** What a sequence is told. */
export type SequenceEvent =
  | { readonly type: "confirmed"; readonly streamId: StreamId; readonly headSeq: number }
  /** A `training_update` of the socket: stored or snapshot. */
  | { readonly type: "update"; readonly update: TrainingUpdate }
  /** The marker `training_completed`, as the snapshot it amounts to. */
  | { readonly type: "completed"; readonly marker: TrainingUpdate }
  /** The position cannot be honoured, says the socket or REST. */
  | {
      readonly type: "reset";
      readonly streamId: StreamId;
      readonly firstSeq: number;
      readonly headSeq: number;
    }
  | { readonly type: "page"; readonly page: UpdatesPage }
  /** The answer of `GET /trainings/{id}`. */
  | { readonly type: "summary"; readonly summary: TrainingSummary }
  /** The log reaches `headSeq`, and the socket does not bring it. */
  | { readonly type: "behind"; readonly headSeq: number };

/** What has to happen after an event, in order. */
export type SequenceOutput =
  /** These updates are next; each comes here exactly once. */
  | { readonly type: "release"; readonly updates: readonly TrainingUpdate[] }
  /** The first state of a following that starts now. */
  | { readonly type: "snapshot"; readonly update: TrainingUpdate }
  /** The whole state at `update.seq`, which is not beyond the position: what was carried so far lacked it. */
  | { readonly type: "base"; readonly update: TrainingUpdate }
  /** What was released so far is void: the numbering begins anew, or a part of it is gone. */
  | { readonly type: "restart" }
  | { readonly type: "ended" };

/** A step: the new sequence and what has to happen. */
export interface SequenceStep {
  readonly sequence: Sequence;
  readonly outputs: readonly SequenceOutput[];
}

/** The sequence of a new following. `afterSeq` undefined: from now. */
export function beginSequence(afterSeq: number | undefined, streamId: StreamId | undefined): Sequence {
  return {
    start: afterSeq === undefined ? "now" : "history",
    streamId: streamId ?? null,
    position: afterSeq ?? null,
    target: 0,
    held: [],
    needsBase: afterSeq !== undefined && afterSeq > 0,
    base: null,
    endSeq: null,
    hasEnded: false,
  };
}

/** Whether updates are missing that have to be fetched from REST. */
export function wantsPage(sequence: Sequence): boolean {
  return !sequence.hasEnded && sequence.position !== null && sequence.target > sequence.position;
}

/** The sequence after an event. Pure. Nothing follows an end. */
export function nextSequence(sequence: Sequence, event: SequenceEvent, maxHeld: number): SequenceStep {
  if (sequence.hasEnded) return { sequence, outputs: [] };
  switch (event.type) {
    case "confirmed":
      return inStream(sequence, { streamId: event.streamId, firstSeq: 1, headSeq: event.headSeq });
    case "update":
      return event.update.snapshot
        ? takeSnapshot(sequence, event.update)
        : takeUpdate(sequence, event.update, maxHeld);
    case "completed":
      return takeSnapshot({ ...sequence, endSeq: event.marker.seq }, event.marker);
    case "reset":
      return takeReset(sequence, event);
    case "page":
      return takePage(sequence, event.page);
    case "summary":
      return takeSummary(sequence, event.summary);
    case "behind":
      return { sequence: raiseTarget(sequence, event.headSeq), outputs: [] };
    default:
      return event satisfies never;
  }
}

/** Releases what can be released; ends and adopts a base where the position allows. */
function settle(sequence: Sequence, run: readonly TrainingUpdate[] = []): SequenceStep {
  if (sequence.position === null) return { sequence, outputs: [] };
  const updates = [...run];
  let position = run.at(-1)?.seq ?? sequence.position;
  let used = 0;
  for (const update of sequence.held) {
    if (update.seq > position + 1) break;
    used += 1;
    if (update.seq <= position) continue;
    updates.push(update);
    position = update.seq;
  }
  const terminal = updates.find((update) => isTerminal(update.data.status));
  const endSeq = terminal?.seq ?? sequence.endSeq;
  const { base } = sequence;
  const isBaseReached = base !== null && base.seq <= position;
  const hasEnded = endSeq !== null && position >= endSeq;
  const outputs: SequenceOutput[] = [];
  if (updates.length > 0) outputs.push({ type: "release", updates });
  if (isBaseReached) outputs.push({ type: "base", update: base });
  if (hasEnded) outputs.push({ type: "ended" });
  return {
    sequence: {
      ...sequence,
      position,
      held: used === 0 ? sequence.held : sequence.held.slice(used),
      ...(isBaseReached && { base: null, needsBase: false }),
      endSeq,
      hasEnded,
    },
    outputs,
  };
}

function takeUpdate(sequence: Sequence, update: TrainingUpdate, maxHeld: number): SequenceStep {
  const { position, held } = sequence;
  // Before the snapshot, frames of an older subscription may still arrive: the snapshot holds them.
  if (position === null || update.seq <= position) return { sequence, outputs: [] };
  if (update.seq === position + 1) return settle(sequence, [update]);
  const at = held.findIndex(({ seq }) => seq >= update.seq);
  if (at !== -1 && held[at]?.seq === update.seq) return { sequence, outputs: [] };
  if (held.length >= maxHeld) return { sequence: raiseTarget(sequence, update.seq), outputs: [] };
  const inOrder = at === -1 ? [...held, update] : [...held.slice(0, at), update, ...held.slice(at)];
  return { sequence: { ...raiseTarget(sequence, update.seq - 1), held: inOrder }, outputs: [] };
}

/** A whole state: the start of a following from now, the base of one that lacks it, else a sign of a hole. */
function takeSnapshot(sequence: Sequence, update: TrainingUpdate): SequenceStep {
  const endSeq = isTerminal(update.data.status) ? update.seq : sequence.endSeq;
  if (sequence.position === null) {
    const started = settle({ ...sequence, position: update.seq, needsBase: false, endSeq });
    return { ...started, outputs: [{ type: "snapshot", update }, ...started.outputs] };
  }
  const base = sequence.needsBase ? update : sequence.base;
  return settle(raiseTarget({ ...sequence, endSeq, base }, update.seq));
}

function takeSummary(sequence: Sequence, summary: TrainingSummary): SequenceStep {
  const { name: _name, tags: _tags, created_at: _created, ...state } = summary;
  const at = { streamId: summary.stream_id, firstSeq: 1, headSeq: summary.seq };
  const placed = inStream(sequence, at);
  const snapshot = toEnvelope(state);
  if (placed.sequence.position === null) return followedBy(placed, takeSnapshot(placed.sequence, snapshot));
  const endSeq = summary.complete ? summary.seq : placed.sequence.endSeq;
  const base = placed.sequence.needsBase ? snapshot : placed.sequence.base;
  return followedBy(placed, settle({ ...placed.sequence, endSeq, base }));
}

function takePage(sequence: Sequence, page: UpdatesPage): SequenceStep {
  const at = {
    streamId: page.stream_id,
    firstSeq: page.first_seq,
    headSeq: Math.max(sequence.target, page.next_after_seq),
  };
  const placed = inStream(sequence, at);
  const { position } = placed.sequence;
  if (position === null) return placed;
  if (page.first_seq > position + 1) return followedBy(placed, restart(placed.sequence, at));
  const run = page.updates
    .filter(({ seq }) => seq > position)
    .filter(({ seq }, i) => seq === position + 1 + i);
  const endSeq = page.ended ? page.next_after_seq : placed.sequence.endSeq;
  return followedBy(placed, settle({ ...placed.sequence, endSeq }, run));
}

interface LogExtent {
  readonly streamId: StreamId;
  readonly firstSeq: number;
  readonly headSeq: number;
}

/** A reset concerns only followings whose own position cannot be honoured: one subscription may serve several. */
function takeReset(sequence: Sequence, extent: LogExtent): SequenceStep {
  const { position } = sequence;
  const isHonoured =
    position === null ||
    (sequence.streamId === extent.streamId && position >= extent.firstSeq - 1 && position <= extent.headSeq);
  if (!isHonoured) return restart(sequence, extent);
  return { sequence: { ...sequence, streamId: extent.streamId }, outputs: [] };
}

/** Takes over the stream's identity; another one than before voids what was released. */
function inStream(sequence: Sequence, extent: LogExtent): SequenceStep {
  if (sequence.streamId === extent.streamId) return { sequence, outputs: [] };
  const isNew = sequence.streamId === null || sequence.position === null;
  if (isNew) return { sequence: { ...sequence, streamId: extent.streamId }, outputs: [] };
  return restart(sequence, extent);
}

/** A following of the history begins again with all that the log still holds, one from now with a snapshot. */
function restart(sequence: Sequence, extent: LogExtent): SequenceStep {
  const fromHistory = sequence.start === "history";
  const firstSeq = Math.max(1, extent.firstSeq);
  const begun = beginSequence(fromHistory ? firstSeq - 1 : undefined, extent.streamId);
  return {
    sequence: { ...begun, target: fromHistory ? extent.headSeq : 0 },
    outputs: [{ type: "restart" }],
  };
}

function raiseTarget(sequence: Sequence, seq: number): Sequence {
  return seq > sequence.target ? { ...sequence, target: seq } : sequence;
}

function followedBy(first: SequenceStep, second: SequenceStep): SequenceStep {
  return { sequence: second.sequence, outputs: [...first.outputs, ...second.outputs] };
}
