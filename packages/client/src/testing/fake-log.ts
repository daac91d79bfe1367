import {
  type Details,
  initialState,
  isTerminal,
  nextState,
  type SeriesAnswer,
  type TrainingState,
  type TrainingSummary,
  type TrainingUpdate,
  toEnvelope,
  updateOf,
} from "@trainwire/protocol";

/** A training's log as the fake server keeps it. */
export class FakeLog {
  streamId: string;
  firstSeq = 1;
  updates: TrainingUpdate[] = [];
  state: TrainingState;
  readonly name: string | null;
  readonly createdAt: string;

  constructor(trainId: string, streamId: string, about: { name?: string | null; createdAt?: string } = {}) {
    this.streamId = streamId;
    this.name = about.name ?? null;
    this.createdAt = about.createdAt ?? "2026-01-01T00:00:00.000Z";
    this.state = initialState(trainId, streamId);
  }

  get isEnded(): boolean {
    return isTerminal(this.state.status);
  }

  append(details: Details): TrainingUpdate {
    this.state = nextState(this.state, { details, received_at: "2026-01-01T00:00:00.000Z" });
    const update = updateOf(this.state, details);
    this.updates.push(update);
    return update;
  }

  after(seq: number): TrainingUpdate[] {
    return this.updates.filter((update) => update.seq > seq && update.seq >= this.firstSeq);
  }

  /** Why a position cannot be honoured; null if it can. */
  refusalOf(
    afterSeq: number,
    streamId: string | undefined,
  ): "stream_changed" | "past_end" | "expired" | null {
    if (streamId !== undefined && streamId !== this.streamId) return "stream_changed";
    if (afterSeq > this.state.seq) return "past_end";
    return afterSeq < this.firstSeq - 1 ? "expired" : null;
  }

  /** The loss of each update, as `GET …/series` answers few values. */
  series(): SeriesAnswer {
    const { streamId: stream_id, firstSeq: first_seq, state, updates } = this;
    const losses = updates.flatMap(({ seq, data }) => ({ seq, loss: data.details.loss ?? null }));
    const seq = losses.map((each) => each.seq);
    const last = losses.map(({ loss }) => loss);
    const loss = { name: "loss", total: seq.length, seq, x: seq, last, attempt: seq.map(() => 1) };
    return { stream_id, first_seq, seq: state.seq, x: "seq", names: ["loss"], series: [loss] };
  }

  snapshot(): TrainingUpdate {
    return toEnvelope(this.state);
  }

  summary(): TrainingSummary {
    return { ...this.state, name: this.name, created_at: this.createdAt };
  }

  /** Numbers the log anew, as after a restored backup. */
  renumber(streamId: string): void {
    const trainId = this.state.job_id;
    this.streamId = streamId;
    this.firstSeq = 1;
    this.updates = [];
    this.state = initialState(trainId, streamId);
  }
}
