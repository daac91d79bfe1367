import { pauseUnless } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import { type HttpAnswer, send } from "../harness/http.ts";
import type { Fate, Finding, SentRecord } from "../history/history.ts";
import { type RecordFacts, recordText } from "./record-text.ts";

/** How a trainer publishes. */
export interface TrainerOptions {
  readonly name: string;
  readonly trainId: string;
  readonly attempt: number;
  /** Without one, nothing is sent twice: what got no answer may be lost. */
  readonly producerId?: string;
  /** Most records in all. */
  readonly maxRecords: number;
  /** Longest pause between two requests, in milliseconds. */
  readonly maxPauseMs: number;
  /** Names of metrics that each record is padded with. */
  readonly metrics?: number;
  /** How many records are reported between two requests: one of these. */
  readonly bursts?: readonly [number, ...number[]];
  /** Whether to misbehave as bad networks and bad trainers do: cut requests, repeats, bad records. Default yes. */
  readonly isRough?: boolean;
}

interface Pending {
  readonly record: SentRecord;
  readonly text: string;
}

/** An ingest answer, as far as a trainer reads it. */
interface Answer {
  readonly accepted: number;
  readonly repeated: number;
  readonly rejected: readonly { readonly index: number; readonly code: string }[];
}

const usualBursts = [1, 1, 1, 1, 2, 5, 20, 100] as const;

/** Longest pause before a request is sent again. */
const maxRetryMs = 500;

/** A trainer that spools what is not acknowledged and sends it again, in order, one request at a time. */
export class Trainer {
  readonly sent: SentRecord[] = [];
  readonly findings: Finding[] = [];
  /** Requests that got no answer, answers of 5xx, and batches that were sent again on purpose. */
  readonly tally = { unanswered: 0, failed: 0, repeats: 0, requests: 0 };
  readonly #url: () => string;
  readonly #dice: Dice;
  readonly #options: TrainerOptions;
  readonly #isRough: boolean;
  #pending: Pending[] = [];
  #isReplaced = false;

  /** @param url Base of the server's REST addresses. */
  constructor(url: () => string, dice: Dice, options: TrainerOptions) {
    this.#url = url;
    this.#dice = dice;
    this.#options = options;
    this.#isRough = options.isRough ?? true;
  }

  /** Publishes until the signal, its last record, or its replacement by a newer attempt. */
  async train(until: AbortSignal): Promise<void> {
    const dice = this.#dice;
    while (!until.aborted && !this.#isReplaced && this.sent.length < this.#options.maxRecords) {
      const count = dice.pick(this.#options.bursts ?? usualBursts);
      for (let index = 0; index < count && this.sent.length < this.#options.maxRecords; index += 1)
        this.#report();
      if (this.#isRough && dice.percent(5)) await this.#heartbeat();
      await this.#deliver();
      await pauseUnless(until, dice.int(0, this.#options.maxPauseMs));
    }
  }

  /** Sends what is left, and the end if a status is given; gives up at the signal. */
  async finish(giveUp: AbortSignal, status?: string): Promise<void> {
    if (status !== undefined && !this.#isReplaced) this.#report({ status });
    while (this.#pending.length > 0 && !giveUp.aborted) {
      await this.#deliver();
      // The end is told anew until it is taken: a second one is refused, and does no harm.
      const isUntold =
        status !== undefined && this.#pending.length === 0 && this.sent.at(-1)?.fate === "unknown";
      if (isUntold && !this.#isReplaced) this.#report({ status });
    }
  }

  /** Publishes so many records at once, and waits until they are acknowledged. */
  async burst(count: number, giveUp: AbortSignal): Promise<void> {
    for (let index = 0; index < count; index += 1) this.#report();
    await this.finish(giveUp);
  }

  #report(facts: Partial<RecordFacts> = {}): void {
    const { name, attempt, producerId, metrics } = this.#options;
    const step = this.sent.length + 1;
    const mark = `${name}.${step}`;
    const isBad = this.#isRough && facts.status === undefined && this.#dice.percent(2);
    const text = recordText(this.#dice, {
      mark,
      step,
      attempt,
      isBad,
      ...(producerId !== undefined && { producer: { id: producerId, seq: step } }),
      ...(metrics !== undefined && { metrics }),
      ...facts,
    });
    const record: SentRecord = { mark, producerId, attempt, fate: "unknown" };
    this.sent.push(record);
    this.#pending.push({ record, text });
  }

  async #heartbeat(): Promise<void> {
    await this.#post(this.#dice.pick(["[]", "{}", "[{}]"]), "application/json");
  }

  /** One request with what waits first, as much as the dice say. */
  async #deliver(): Promise<void> {
    const dice = this.#dice;
    const batch = this.#pending.slice(0, dice.pick([1, 10, 100, 400]));
    const isNdjson = dice.percent(30);
    const texts = batch.map(({ text }) => text);
    const body = isNdjson ? texts.join("\n") : texts.length === 1 ? (texts[0] ?? "") : `[${texts.join()}]`;
    const type = isNdjson ? "application/x-ndjson" : "application/json";
    const isCut = this.#isRough && dice.percent(4);
    const answer = await this.#post(body, type, isCut ? dice.int(0, 10) : undefined);
    if (!answer || answer.status >= 500) {
      this.tally[answer ? "failed" : "unanswered"] += 1;
      // Whoever cannot name its records must not send them again.
      if (this.#options.producerId === undefined) this.#pending = this.#pending.slice(batch.length);
      await pauseUnless(AbortSignal.timeout(maxRetryMs), dice.int(20, maxRetryMs));
      return;
    }
    if (answer.status !== 200) {
      this.#find(`${texts.length} records were answered with ${answer.status}: ${answer.text}`);
      this.#pending = this.#pending.slice(batch.length);
      return;
    }
    this.#pending = this.#pending.slice(batch.length);
    this.#take(batch, JSON.parse(answer.text) as Answer);
    if (this.#isRough && this.#options.producerId !== undefined && dice.percent(4)) {
      await this.#repeat(batch, await this.#post(body, type));
    }
  }

  #take(batch: readonly Pending[], answer: Answer): void {
    const codes = new Map(answer.rejected.map(({ index, code }) => [index, code]));
    for (const [index, { record }] of batch.entries()) {
      const code = codes.get(index);
      record.fate = (code === undefined ? "acknowledged" : "refused") satisfies Fate;
      if (code === "stale_attempt" || code === "training_ended") this.#isReplaced = true;
      else if (code !== undefined && code !== "bad_message")
        this.#find(`${record.mark} was refused with ${code}`);
    }
    const told = answer.accepted + answer.repeated + answer.rejected.length;
    if (told !== batch.length) this.#find(`${batch.length} records were answered as ${told}`);
  }

  async #repeat(batch: readonly Pending[], answer: HttpAnswer | undefined): Promise<void> {
    if (answer?.status !== 200) return;
    this.tally.repeats += 1;
    const { accepted, repeated } = JSON.parse(answer.text) as Answer;
    const stored = batch.filter(({ record }) => record.fate === "acknowledged").length;
    if (accepted !== 0 || repeated !== stored)
      this.#find(`a repeat of ${stored} records was answered as ${accepted} new, ${repeated} repeated`);
  }

  #post(body: string, type: string, cutAfterMs?: number): Promise<HttpAnswer | undefined> {
    this.tally.requests += 1;
    return send(`${this.#url()}/api/v1/trainings/${this.#options.trainId}/updates`, {
      method: "POST",
      headers: { "content-type": type },
      body,
      ...(cutAfterMs !== undefined && { cutAfterMs }),
    });
  }

  #find(what: string): void {
    this.findings.push({ code: "answer", who: this.#options.name, what });
  }
}
