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
  const wish: { stop?: "cancelled" | "completed" } = {};
  let count = 0;
  const unawaited: Promise<unknown>[] = [];
  const numbered = (fields: Fields): Fields => {
    count += 1;
    return { ...fields, ...conduct.numbering(count) };
  };
  const send = async (records: readonly Fields[]): Promise<void> => {
    const sending = deliver(conduct, records);
    if (!conduct.waits) return void unawaited.push(sending);
    const commands = await sending;
    const cancel = commands.find(({ name }) => name === "cancel");
    if (!cancel || conduct.atCancel === "ignore" || wish.stop) return;
    const state = conduct.atCancel === "refuse" ? "refused" : "accepted";
    await deliver(conduct, [numbered({ command_ack: { command_id: cancel.command_id, state } })]);
    if (conduct.atCancel === "cancel") wish.stop = "cancelled";
    if (conduct.atCancel === "accept and complete") wish.stop = "completed";
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
