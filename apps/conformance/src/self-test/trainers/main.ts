import { setTimeout } from "node:timers/promises";
import { type Conduct, type Fields, faultless } from "./conduct.ts";
import { faults, nullTrainers } from "./faults.ts";

/** `node main.ts [NAME]`: a small trainer; with a name it has that fault, or does nothing of what it should. */
const [, , name = ""] = process.argv;
const idle = nullTrainers[name];
const url = process.env["TRAINWIRE_URL"] ?? "";
if (idle) await idle(url, process.env["TRAINWIRE_TRAIN_ID"] ?? "");
else await train({ ...faultless, ...faults[name] });

async function train(conduct: Conduct): Promise<void> {
  const wish: { stop?: "cancelled" | "completed"; isPaused: boolean } = { isPaused: false };
  let count = 0;
  const known = new Set<string>();
  const unawaited: Promise<unknown>[] = [];
  const numbered = (fields: Fields): Fields => {
    count += 1;
    return { ...fields, ...conduct.numbering(count) };
  };
  const answer = async (
    command_id: string,
    states: readonly string[],
    fields: Fields = {},
  ): Promise<void> => {
    for (const state of states) {
      const said = state === "accepted" ? {} : fields;
      await deliver(conduct, [numbered({ ...said, command_ack: { command_id, state } })]);
    }
  };
  const obey = async ({ command_id, name: command }: Answer["commands"][number]): Promise<void> => {
    if (known.has(command_id) && !(conduct.answersAgain && command === "pause")) return;
    known.add(command_id);
    if (command === "cancel" && conduct.atCancel !== "ignore") {
      await answer(command_id, [conduct.atCancel === "refuse" ? "refused" : "accepted"]);
      if (conduct.atCancel === "cancel") wish.stop = "cancelled";
      if (conduct.atCancel === "accept and complete") wish.stop = "completed";
    }
    if (command === "pause") {
      await answer(command_id, conduct.pauseAnswers, { status: conduct.pausedStatus });
      wish.isPaused = conduct.pauseAnswers.includes("done") && conduct.whilePaused !== "go on";
      if (conduct.whilePaused === "end") process.exit(0);
    }
    if (command === "resume" && conduct.atResume !== "ignore") {
      await answer(command_id, ["done"], { status: "running" });
      if (conduct.atResume === "leave") process.exit(0);
      wish.isPaused = false;
    }
  };
  const send = async (records: readonly Fields[]): Promise<void> => {
    const sending = deliver(conduct, records);
    if (!conduct.waits) return void unawaited.push(sending);
    for (const command of await sending) if (!wish.stop) await obey(command);
  };
  if (conduct.atTerm !== "die") {
    process.on("SIGTERM", () => {
      if (conduct.atTerm === "say nothing") process.exit(143);
      if (conduct.atTerm === "cancel") wish.stop = "cancelled";
    });
  }
  const { steps, stepsPerRequest } = conduct;
  for (let step = 1; step <= steps && !wish.stop; step += stepsPerRequest) {
    const records = Array.from({ length: stepsPerRequest }, (_, index) => conduct.report(step + index));
    await send(records.map(numbered));
    await setTimeout(conduct.intervalMs);
    while (wish.isPaused && !wish.stop) {
      if (conduct.whilePaused === "wait") await send([]);
      await setTimeout(conduct.intervalMs);
    }
  }
  for (const fields of conduct.last(wish.stop ?? "completed")) await send([numbered(fields)]);
  await Promise.all(unawaited);
  process.exitCode = conduct.exitCode;
}

interface Answer {
  readonly rejected: readonly { readonly index: number }[];
  readonly commands: readonly { readonly command_id: string; readonly name: string }[];
}

/** Sends the records until they are answered, as far as the conduct goes, and returns the open commands. */
async function deliver(conduct: Conduct, records: readonly Fields[]): Promise<Answer["commands"]> {
  const address = new URL(
    `/api/v1/trainings/${conduct.trainId(process.env["TRAINWIRE_TRAIN_ID"] ?? "")}/updates`,
    url,
  );
  const headers = { "content-type": conduct.contentType };
  let left: readonly Fields[] | undefined = records;
  while (left) {
    const request: RequestInit = { method: "POST", headers, body: conduct.body(left) };
    const answer: Response | undefined = await fetch(address, request).catch(() => undefined);
    if (answer?.ok) {
      const { rejected, commands } = (await answer.json()) as Answer;
      if (!conduct.insists || rejected.length === 0) return commands;
    } else left = conduct.again(left, answer ? "refused" : "no answer");
    await setTimeout(5);
  }
  return [];
}
