import { describeIssues, FlatMessage } from "@trainwire/protocol";
import type { ServerStage } from "../stage.ts";
import { type Connection, openConnection, type Reading } from "./connection.ts";
import type { Handshake } from "./handshake.ts";

/** Where and how a flat viewer connects. */
export interface FlatOpening extends Handshake {
  /** Path and query, for example `/ws/training/a?after_seq=3`. */
  readonly path: string;
}

/** Plays a viewer of `/ws/training/{job_id}`, as the first seed document's programs do. */
export class FlatViewer {
  /** The socket itself. */
  readonly connection: Connection<FlatMessage>;
  readonly #stage: ServerStage;

  private constructor(stage: ServerStage, connection: Connection<FlatMessage>) {
    this.#stage = stage;
    this.connection = connection;
  }

  /** Connects without a subprotocol unless told otherwise. */
  static async open(stage: ServerStage, actor: string, opening: FlatOpening): Promise<FlatViewer> {
    const { path, ...handshake } = opening;
    return new FlatViewer(
      stage,
      await openConnection(stage, { path, actor, read: (text) => [read(text)] }, handshake),
    );
  }

  /** The next message is the state with this seq. */
  async expectState(seq: number): Promise<FlatMessage> {
    const state = await this.connection.next(`the flat state with seq ${seq}`);
    this.#stage.checks.equal(state.seq, seq, "seq of the flat message");
    return state;
  }

  /** The next messages are the states `first` to `last`, each once. */
  async expectStates(first: number, last: number): Promise<FlatMessage[]> {
    const states: FlatMessage[] = [];
    for (let seq = first; seq <= last; seq += 1) states.push(await this.expectState(seq));
    return states;
  }

  /** The next message is terminal, and then the target closes with 1000. */
  async expectEnd(seq: number, status: string): Promise<FlatMessage> {
    const state = await this.expectState(seq);
    this.#stage.checks.equal(state.complete, true, "complete of the terminal message");
    this.#stage.checks.equal(state.status, status, "status of the terminal message");
    await this.connection.expectClosed(1000);
    return state;
  }
}

function read(text: string): Reading<FlatMessage> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {
      kind: "violation",
      problem: `the target sent a flat message that is not JSON: ${text.slice(0, 200)}`,
    };
  }
  const parsed = FlatMessage.safeParse(value);
  if (parsed.success) return { kind: "message", message: parsed.data };
  return { kind: "violation", problem: `a flat message breaks its schema: ${describeIssues(parsed.error)}` };
}
