import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";

/**
 * A trainer for tests: reports steps, saves a checkpoint with each `--save-every`, obeys pause and cancel, goes on from the
 * checkpoint that it is told. What it is told to do wrong, it does: see its options.
 */
const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "1000000" },
    "step-ms": { type: "string", default: "20" },
    "save-every": { type: "string", default: "0" },
    "crash-at": { type: "string", default: "0" },
    "crash-attempts": { type: "string", default: "99" },
    "hang-at": { type: "string", default: "0" },
    lingers: { type: "boolean", default: false },
    ignores: { type: "boolean", default: false },
  },
});
const { env } = process;
const attempt = Number(env["TRAINWIRE_ATTEMPT"]);
const folder = env["TRAINWIRE_RUN_DIR"] ?? "";
const from = env["TRAINWIRE_RESUME_FROM"];
let step = from === undefined ? 0 : Number(readFileSync(from, "utf8"));
let producerSeq = 0;
const producer = crypto.randomUUID();

/** Publishes a record until the server takes it, and gives the open commands. */
async function publish(record: Record<string, unknown>) {
  const numbered = { ...record, attempt, producer_id: producer, producer_seq: (producerSeq += 1) };
  for (;;) {
    try {
      const answer = await fetch(
        `${env["TRAINWIRE_URL"]}/api/v1/trainings/${env["TRAINWIRE_TRAIN_ID"]}/updates`,
        {
          method: "POST",
          headers: {
            "content-type": "application/json",
            authorization: `Bearer ${env["TRAINWIRE_TOKEN"]}`,
          },
          body: JSON.stringify(numbered),
        },
      );
      return ((await answer.json()) as { commands?: { command_id: string; name: string }[] }).commands ?? [];
    } catch {
      await wait(50);
    }
  }
}

function save(): { path: string; step: number } {
  const path = `checkpoints/step-${step}`;
  mkdirSync(`${folder}/checkpoints`, { recursive: true });
  writeFileSync(`${folder}/checkpoints/.new`, String(step));
  renameSync(`${folder}/checkpoints/.new`, `${folder}/${path}`);
  return { path, step };
}

if (values.ignores) for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => undefined);
console.log(`attempt ${attempt} begins at step ${step}`);
while (step < Number(values.steps)) {
  step += 1;
  if (step === Number(values["crash-at"]) && attempt <= Number(values["crash-attempts"])) {
    throw new RangeError(`crashed at step ${step}`);
  }
  const isSaved = step % Number(values["save-every"]) === 0;
  const record = { status: "running", current_step: step, loss: 1 / step };
  const commands = await publish(isSaved ? { ...record, checkpoint: save() } : record);
  const [command] = values.ignores ? [] : commands;
  if (command?.name === "pause") {
    await publish({ checkpoint: save(), status: "paused", command_ack: { ...command, state: "done" } });
    process.exit(0);
  }
  if (command?.name === "cancel") {
    await publish({ command_ack: { ...command, state: "accepted" } });
    await publish({ status: "cancelled", reason: "as it was told" });
    process.exit(0);
  }
  while (step === Number(values["hang-at"])) await wait(1000);
  await wait(Number(values["step-ms"]));
}
await publish({ status: "completed" });
while (values.lingers) await wait(1000);
