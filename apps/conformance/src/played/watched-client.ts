import { Seq } from "@trainwire/protocol";
import { z } from "zod";
import type { Checks } from "../checks.ts";
import type { ClientProcess } from "../targets/client-target.ts";
import type { ProcessEnd } from "../targets/trainer-target.ts";
import type { Trace } from "../trace.ts";

/** What a client prints for each thing that it shows its user: one line of JSON. */
const Shown = z.looseObject({
  /** The update that it shows. */
  seq: Seq,
  status: z.string().optional(),
  current_step: z.number().nullable().optional(),
  loss: z.number().nullable().optional(),
});
/** What a client has shown its user. */
export type Shown = z.infer<typeof Shown>;

/** The client under test, and what it has shown. */
export class WatchedClient {
  readonly shown: Shown[] = [];
  readonly #process: ClientProcess;
  readonly #checks: Checks;
  readonly #changes = new EventTarget();
  #end: ProcessEnd | undefined;

  constructor(process: ClientProcess, { checks, trace }: { checks: Checks; trace: Trace }) {
    this.#process = process;
    this.#checks = checks;
    process.onLine((line) => {
      trace.record("shown", "received", line);
      const shown = readShown(line);
      if (shown === undefined) return;
      if (shown.success) this.shown.push(shown.data);
      else checks.violation(`the client printed what shows nothing: ${line}`);
      this.#changes.dispatchEvent(new Event("change"));
    });
    void process.ended.then((end) => {
      trace.record("shown", "received", `the client ended with ${end.how}`);
      this.#end = end;
      this.#changes.dispatchEvent(new Event("change"));
    });
  }

  /** How it ended; undefined while it runs. */
  get end(): ProcessEnd | undefined {
    return this.#end;
  }

  /** The seqs that it has shown, in order. */
  get seqs(): readonly number[] {
    return this.shown.map(({ seq }) => seq);
  }

  /**
   * Waits until it has shown the update, or has shown it anew since it had shown so much.
   *
   * @throws ConformanceError `expectation` if it does not, or ends before.
   */
  async shows(seq: number, withinMs: number, since = 0): Promise<void> {
    const isShown = () => this.seqs.slice(since).includes(seq);
    await this.#until(() => isShown() || this.#end !== undefined, withinMs);
    const ending = this.#end === undefined ? "" : `; it ended with ${this.#end.how}\n${this.#end.output}`;
    this.#checks.that(
      isShown(),
      `the client has not shown update ${seq} within ${withinMs} ms, but ${JSON.stringify(this.seqs.slice(-20))}${ending}`,
    );
  }

  /**
   * Waits for its end.
   *
   * @throws ConformanceError `expectation` if it does not end, or not with exit code 0.
   */
  async ends(withinMs: number): Promise<void> {
    await this.#until(() => this.#end !== undefined, withinMs);
    const how = this.#end?.how ?? `nothing within ${withinMs} ms`;
    this.#checks.that(
      this.#end?.exitCode === 0,
      `the client was to end with exit code 0 once the training had ended, but ended with ${how}\n${this.#end?.output ?? ""}`,
    );
  }

  /** Asserts that it runs still. */
  runs(): void {
    this.#checks.that(
      this.#end === undefined,
      `the client ended with ${this.#end?.how}\n${this.#end?.output ?? ""}`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  /** Resolves when the condition holds, or the time is over. */
  async #until(holds: () => boolean, withinMs: number): Promise<void> {
    await waitFor(this.#changes, { holds, withinMs });
  }
}

/** Resolves when a condition holds that is looked at after each `change`, or the time is over. */
async function waitFor(
  changes: EventTarget,
  { holds, withinMs }: { holds: () => boolean; withinMs: number },
): Promise<void> {
  if (holds()) return;
  const settled = Promise.withResolvers<void>();
  const look = () => {
    if (holds()) settled.resolve();
  };
  const timer = setTimeout(settled.resolve, withinMs);
  changes.addEventListener("change", look);
  await settled.promise;
  clearTimeout(timer);
  changes.removeEventListener("change", look);
}

/** A line that is no JSON, or shows no update, is the client's own affair. */
function readShown(line: string): z.ZodSafeParseResult<Shown> | undefined {
  if (!line.startsWith("{")) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("seq" in value)) return undefined;
  return Shown.safeParse(value);
}
