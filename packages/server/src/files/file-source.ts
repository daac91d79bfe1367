import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Slices } from "../core/slices.ts";
import type { Destinations } from "./destination.ts";
import { Feed } from "./feed.ts";
import type { Fields, FileRecord } from "./formats/file-record.ts";
import { readLine, tellsOfTraining } from "./formats/json-lines.ts";
import { isDone, readLogLine } from "./formats/trainer-log.ts";
import { inOrder, openFiles } from "./open-files.ts";
import { PieceFiles } from "./piece-files.ts";
import { eventsReader, linesReader } from "./piece-reader.ts";
import { nameOf, type Place, type SourceKind, trainIdOf } from "./place.ts";
import { Siblings } from "./siblings.ts";
import type { SourceFiles } from "./source-files.ts";
import { StateFiles } from "./state-files.ts";
import { Tally } from "./tally.ts";

/** A training whose files say that all is done is over when they were left alone for so long. */
const settleMs = 60_000;
/** Files that were not written for so long when they are first seen are those of a training that does not run. */
const oldMs = 15 * 60_000;

/** Seconds until the next record: event files are flushed every 120 s, states written with checkpoints. */
const promiseSeconds: Readonly<Record<SourceKind, number | undefined>> = {
  json_lines: undefined,
  tensorboard: 300,
  hugging_face: 3600,
};

/** What a source needs of its surroundings. */
export interface FileSourceContext {
  readonly destinations: Destinations;
  readonly slices: Slices;
  /** The folder that it was found in. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Is told what cannot be read. */
  readonly onProblem: (path: string, problem: string) => void;
  /** Whether nothing follows, so that only `finish` says how it ended. */
  readonly isImport?: boolean;
  /** Id and name of the training, if not made of the path. */
  readonly trainId?: string | undefined;
  readonly name?: string | undefined;
}

/** What a source is to be asked next: to go on, or when it is to be looked at although nothing was written. */
export type Pumped =
  | { readonly isMore: true }
  | { readonly isMore: false; readonly wakeInMs: number | undefined };

/** One training's files, and how far they are published. */
export class FileSource {
  readonly trainId: string;
  /** The files that it is made of, as far as they are known. */
  readonly paths = new Set<string>();
  readonly tally: Tally;
  readonly #place: Place;
  readonly #context: FileSourceContext;
  readonly #feed: Feed;
  readonly #siblings: Siblings;
  #files: SourceFiles | undefined;
  #isLog = false;
  #isKnown: boolean | undefined;

  constructor(place: Place, context: FileSourceContext) {
    this.#place = place;
    this.#context = context;
    this.#siblings = new Siblings(place);
    // Whoever imports is given the whole tally.
    this.tally = context.isImport
      ? new Tally()
      : new Tally((reason) => context.onProblem(place.root, reason));
    this.trainId = context.trainId ?? trainIdOf(place);
    const name = context.name ?? nameOf(place, context.folder);
    this.#feed = new Feed(context.destinations, {
      trainId: this.trainId,
      about: { name, tags: [place.kind.replace("_", "-")] },
      promiseSeconds: promiseSeconds[place.kind],
      tally: this.tally,
    });
  }

  /** Publishes a part of what was added. @throws TrainwireServerError if it could not be stored. */
  async pump(): Promise<Pumped> {
    const { now, isImport = false } = this.#context;
    const logs = [...this.paths].filter((path) => basename(path) === "trainer_log.jsonl");
    // LLaMA-Factory writes both; its log is the livelier one.
    await using opened = await openFiles(logs.length > 0 ? logs : this.paths);
    const { files } = opened;
    if (files.length === 0) return { isMore: false, wakeInMs: undefined };
    const moved = this.#place.kind === "json_lines" ? await this.#siblings.beside(files) : [];
    for (const path of moved) this.paths.add(path);
    if (moved.length > 0) return { isMore: true };
    await this.#feed.resume();
    this.#isKnown ??= this.#feed.isOpen;
    if (!this.#files || this.#isLog !== logs.length > 0) this.#files = this.#filesOf(logs.length > 0);
    if (await this.#files.read(inOrder(files), this.#feed)) return { isMore: true };
    if (isImport) return { isMore: false, wakeInMs: undefined };
    const idleMs = now() - Math.max(...files.map(({ modifiedAtMs }) => modifiedAtMs));
    return { isMore: false, wakeInMs: await this.#settle(idleMs) };
  }

  /** Reports how it ended, once all is read: as the files say, or as whoever imports them does. */
  async finish(isComplete: boolean): Promise<void> {
    if (!this.#feed.isOpen || this.#feed.hasEnded) return;
    if (isComplete || this.#files?.ending !== "open") await this.#report("end", { status: "completed" });
    else
      await this.#report("idle", { status: "paused", reason: "imported; its files do not say how it ended" });
  }

  /** @returns when to look again although nothing was written. */
  async #settle(idleMs: number): Promise<number | undefined> {
    const isFirst = this.#isKnown === false;
    this.#isKnown = true;
    if (!this.#feed.isOpen || this.#feed.hasEnded) return undefined;
    const ending = this.#files?.ending ?? "open";
    if (ending === "final" || (ending === "done" && idleMs >= settleMs)) {
      await this.#report("end", { status: "completed" });
    } else if (isFirst && idleMs >= oldMs) {
      const since = new Date(this.#context.now() - idleMs).toISOString();
      await this.#report("idle", { status: "paused", reason: `its files were last written at ${since}` });
    } else if (ending === "done") return settleMs - idleMs;
    return undefined;
  }

  async #report(what: "end" | "idle", fields: Fields): Promise<void> {
    const end = this.#files?.end;
    if (!end) return;
    // Of its own: what is reported of the files as a whole has no place among their records.
    const id = createHash("sha256").update(`${what} ${end.id}`).digest("hex").slice(0, 32);
    await this.#feed.publish([{ fields, producer: { id, seq: end.seq } }]);
  }

  #filesOf(isLog: boolean): SourceFiles {
    this.#isLog = isLog;
    const { slices, onProblem, isImport: isWhole = false } = this.#context;
    const { kind } = this.#place;
    const common = {
      slices,
      onProblem,
      isWhole,
      tells: (record: FileRecord) => "fields" in record,
      ending: () => "open" as const,
    };
    if (kind === "tensorboard") {
      return new PieceFiles({ ...common, reader: eventsReader(), isBinary: true, rereads: true });
    }
    if (kind === "json_lines") {
      const tells = (record: FileRecord) => "fields" in record && tellsOfTraining(record.fields);
      return new PieceFiles({
        ...common,
        tells,
        reader: linesReader(readLine),
        isBinary: false,
        rereads: false,
      });
    }
    if (!isLog) return new StateFiles(onProblem);
    let last: Fields = {};
    const reader = linesReader((text) => {
      const fields = readLogLine(text);
      last = fields ?? last;
      return fields;
    });
    const ending = () => (isDone(last) ? "done" : "open");
    return new PieceFiles({ ...common, ending, reader, isBinary: false, rereads: true });
  }
}
