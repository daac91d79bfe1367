import { limits } from "@trainwire/protocol";
import type { ScalarEvent } from "./event.ts";
import { type FieldTable, toFields } from "./field-table.ts";
import type { Fields } from "./file-record.ts";

/** TensorBoard's tags, in lower case. */
const table: FieldTable = {
  loss: "loss",
  train_loss: "loss",
  "train/loss": "loss",
  "loss/train": "loss",
  epoch_loss: "loss",
  eval_loss: "eval_loss",
  "eval/loss": "eval_loss",
  val_loss: "eval_loss",
  "val/loss": "eval_loss",
  "loss/val": "eval_loss",
  "validation/loss": "eval_loss",
  lr: "learning_rate",
  learning_rate: "learning_rate",
  "train/learning_rate": "learning_rate",
  grad_norm: "grad_norm",
  "train/grad_norm": "grad_norm",
  epoch: "current_epoch",
  "train/epoch": "current_epoch",
};

/** So many tags are remembered with their last step. */
const maxTags = 10_000;

/** Scalars of one step, brought together. */
interface Group {
  readonly step: number;
  wallTime: number;
  readonly values: Map<string, number>;
  end: number;
}

/** A report made of scalars, and where the last of them ends. */
export interface ScalarRecord {
  readonly fields: Fields;
  readonly end: number;
}

/**
 * Brings the scalars of event files into reports: one for those of one step that follow each other. A tag whose step goes
 * back was written by a resumed run: the step of the report goes back with it. Any other step that lies behind only because another tag counts otherwise, such as by epochs,
 * is not reported: the values then belong to where the training stands.
 */
export class ScalarReports {
  readonly #lastSteps = new Map<string, number>();
  #group: Group | undefined;
  #step = -1;

  /** Where the last event that is not returned yet ends; -1 if there is none. */
  get end(): number {
    return this.#group?.end ?? -1;
  }

  /** Takes an event in. Returns what is complete by it. */
  add(event: ScalarEvent, end: number): ScalarRecord[] {
    if (event.scalars.length === 0) return [];
    const group = this.#group;
    const isFull = group?.step !== event.step || group.values.size >= limits.maxMetrics;
    const isRepeat = event.scalars.some(({ tag }) => group?.values.has(tag));
    const done = isFull || isRepeat ? this.flush() : [];
    const next = (this.#group ??= { step: event.step, wallTime: event.wallTime, values: new Map(), end });
    next.end = end;
    next.wallTime = event.wallTime;
    for (const { tag, value } of event.scalars) next.values.set(tag, value);
    return done;
  }

  /** What was taken in and not returned yet. */
  flush(): ScalarRecord[] {
    const group = this.#group;
    this.#group = undefined;
    if (!group) return [];
    const { step, wallTime, values, end } = group;
    if (this.#goesBack(group)) {
      this.#step = -1;
      this.#lastSteps.clear();
    }
    for (const tag of values.keys()) {
      if (this.#lastSteps.size < maxTags || this.#lastSteps.has(tag)) this.#lastSteps.set(tag, step);
    }
    const isAhead = step >= this.#step;
    this.#step = Math.max(this.#step, step);
    const entries = [...values].map(([tag, value]) => [fieldTag(tag), reportable(value)] as const);
    const timestamp = new Date(wallTime * 1000);
    const fields = {
      ...toFields(entries, table),
      ...(isAhead && Number.isSafeInteger(step) && step >= 0 && { current_step: step }),
      ...(wallTime > 0 && !Number.isNaN(timestamp.getTime()) && { timestamp: timestamp.toISOString() }),
    };
    return [{ fields, end }];
  }

  #goesBack({ step, values }: Group): boolean {
    return [...values.keys()].some((tag) => step < (this.#lastSteps.get(tag) ?? -1));
  }
}

/** A tag that the table has, in its spelling; others as they are. */
function fieldTag(tag: string): string {
  const lower = tag.toLowerCase();
  return Object.hasOwn(table, lower) ? lower : tag;
}

/** What is not finite by its name, as reports may hold it. */
function reportable(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
