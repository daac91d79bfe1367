import { createHash } from "node:crypto";
import { parseJson } from "@trainwire/protocol";
import { type FieldTable, toFields } from "./field-table.ts";
import type { FileRecord } from "./file-record.ts";
import { objectOf } from "./json-lines.ts";

/** An entry of `log_history` in the `trainer_state.json` of Hugging Face's Trainer. */
const table: FieldTable = {
  step: "current_step",
  epoch: "current_epoch",
  loss: "loss",
  eval_loss: "eval_loss",
  learning_rate: "learning_rate",
  grad_norm: "grad_norm",
  train_samples_per_second: "samples_per_second",
};

/** What a `trainer_state.json` says. */
export interface TrainerState {
  /** Its history. The producer of each entry is made of all entries up to it, so that a branch of them is told apart. */
  readonly records: readonly FileRecord[];
  /** All its steps are done; the Trainer may yet add an entry. */
  readonly isDone: boolean;
  /** The Trainer has added the entry that it adds last. */
  readonly isFinal: boolean;
}

/** @throws SyntaxError, TypeError if it is none. */
export function readTrainerState(text: string): TrainerState {
  const state = objectOf(parseJson(text));
  const history = Array.isArray(state["log_history"]) ? state["log_history"] : [];
  const totals = totalsOf(state);
  let chain = "";
  const records = history.map((value: unknown): FileRecord => {
    const entry = objectOf(value);
    chain = createHash("sha256").update(chain).update(JSON.stringify(entry)).digest("hex").slice(0, 32);
    return {
      fields: { ...toFields(Object.entries(entry), table), ...totals },
      producer: { id: chain, seq: 1 },
    };
  });
  const { global_step: step, max_steps: total } = state;
  const last: unknown = history.at(-1);
  return {
    records,
    isDone: typeof step === "number" && typeof total === "number" && total > 0 && step >= total,
    isFinal: last !== undefined && Object.hasOwn(objectOf(last), "train_runtime"),
  };
}

function totalsOf(state: Record<string, unknown>): Record<string, unknown> {
  const totals = { total_steps: state["max_steps"], total_epochs: state["num_train_epochs"] };
  return Object.fromEntries(
    Object.entries(totals).filter(([, value]) => typeof value === "number" && value > 0),
  );
}
