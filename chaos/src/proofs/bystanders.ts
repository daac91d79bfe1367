import { ClientViewer } from "../actors/client-viewer.ts";
import { EnvelopeViewer } from "../actors/envelope-viewer.ts";
import { FlatViewer } from "../actors/flat-viewer.ts";
import { Poller } from "../actors/poller.ts";
import { Trainer } from "../actors/trainer.ts";
import { calm, type Viewer } from "../actors/viewer.ts";
import { becomesSo } from "../harness/deadline.ts";
import type { Dice } from "../harness/dice.ts";
import { dropIdleConnections } from "../harness/http.ts";
import type { Counts, ServerProcess } from "../harness/server-process.ts";
import type { Finding, TrainingHistory } from "../history/history.ts";
import { judge } from "../history/judge.ts";
import { headOf } from "../history/stored-data.ts";
import { Texts } from "../history/texts.ts";
import { historyOf } from "./watched-training.ts";

/** Longer than any pause of a busy machine: bystanders never connect again by themselves. */
const silenceMs = 60_000;

/** How long bystanders may take to see the end, and the server to forget those who left. */
const settleMs = 60_000;

/** The training that bystanders watch, and which nobody else may touch. */
export const bystandersTraining = "bystanders";

/** A training that goes on steadily, with a viewer of each kind, while others do their worst. */
export class Bystanders {
  readonly #server: ServerProcess;
  readonly #trainer: Trainer;
  readonly #viewers: readonly Viewer[];
  readonly #over = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #running: Promise<unknown>;
  readonly #socketsBefore: number;

  private constructor(server: ServerProcess, dice: Dice) {
    this.#server = server;
    this.#socketsBefore = server.openSockets();
    const url = () => server.url;
    const addresses = { url, wsUrl: () => server.wsUrl, texts: new Texts() };
    const options = { trainIds: [bystandersTraining], mayLag: false, temper: calm(silenceMs) };
    this.#trainer = new Trainer(url, dice.fork("bystanders"), {
      name: "steady",
      trainId: bystandersTraining,
      attempt: 1,
      producerId: "steady",
      maxRecords: 1_000_000,
      maxPauseMs: 60,
      bursts: [1],
      isRough: false,
    });
    this.#viewers = [
      new EnvelopeViewer(addresses, dice, { ...options, name: "envelope" }),
      new EnvelopeViewer(addresses, dice, { ...options, name: "envelope-now", begin: "now" }),
      new FlatViewer(addresses, dice, { ...options, name: "flat" }),
      new Poller(addresses, dice, { ...options, name: "poller" }),
      new ClientViewer(addresses, { ...options, name: "client" }),
    ];
    this.#running = Promise.all([
      this.#trainer.train(this.#over.signal),
      ...this.#viewers.map((viewer) => viewer.watch(this.#giveUp.signal)),
    ]);
  }

  /** Starts them, and waits until each of their four sockets is subscribed. */
  static async start(server: ServerProcess, dice: Dice): Promise<Bystanders> {
    const bystanders = new Bystanders(server, dice);
    await server.comesTo(bystanders.counts, settleMs);
    return bystanders;
  }

  /** What the server counts while it serves nobody but them. */
  get counts(): Counts {
    return { connections: 4, subscriptions: 4 };
  }

  /** Whether the server came back to serving nobody but them; otherwise what it counts. */
  async judgeCounts(): Promise<Finding[]> {
    if (await this.#server.comesTo(this.counts, settleMs)) return [];
    const counts = JSON.stringify(await this.#server.counts());
    return [{ code: "leak", who: "server", what: `4 bystanders are left, and it counts ${counts}` }];
  }

  /** Ends their training, and judges what they saw, the server's counts and sockets, and its health. */
  async finish(): Promise<{ findings: Finding[]; updates: number }> {
    const findings = await this.judgeCounts();
    this.#over.abort();
    const giveUp = this.#giveUp;
    const overdue = setTimeout(() => giveUp.abort(), settleMs);
    await this.#trainer.finish(giveUp.signal, "completed");
    await this.#running;
    const training = { trainId: bystandersTraining, trainers: [this.#trainer] };
    const context = { viewers: this.#viewers, giveUp: giveUp.signal };
    const history: TrainingHistory = await historyOf(() => this.#server.url, training, context);
    clearTimeout(overdue);
    findings.push(...judge(history), ...this.#trainer.findings, ...this.#judgeReconnects());
    findings.push(...(await judgeEmptied(this.#server, this.#socketsBefore)));
    return { findings, updates: headOf(history.log) };
  }

  #judgeReconnects(): Finding[] {
    const again = this.#viewers.filter(
      ({ histories: [history], connects }) => history?.kind !== "poller" && connects > 1,
    );
    return again.map(({ name, connects }) => ({
      code: "lost",
      who: name,
      what: `was cut off ${connects - 1} times`,
    }));
  }
}

/** Finds what a server still holds when all have left, and what went wrong inside it. */
export async function judgeEmptied(server: ServerProcess, socketsBefore: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (!(await server.comesTo({ connections: 0, subscriptions: 0 }, settleMs))) {
    const what = `all left, and it counts ${JSON.stringify(await server.counts())}`;
    findings.push({ code: "leak", who: "server", what });
  }
  dropIdleConnections();
  if (!(await becomesSo(() => server.openSockets() <= socketsBefore, settleMs))) {
    const what = `it held ${socketsBefore} sockets before anybody came, and ${server.openSockets()} after all had left`;
    findings.push({ code: "leak", who: "server", what });
  }
  if (server.crashes > 0)
    findings.push({ code: "crash", who: "server", what: server.lines.slice(-5).join("\n") });
  for (const line of server.errors) findings.push({ code: "crash", who: "server", what: line });
  return findings;
}
