// A trainer in plain JavaScript that speaks HTTP alone: it counts steps, obeys commands and leaves files.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const { TRAINWIRE_URL, TRAINWIRE_TRAIN_ID, TRAINWIRE_TOKEN, TRAINWIRE_RUN_DIR, TRAINWIRE_ATTEMPT } =
  process.env;
const total = Number(process.argv[2]?.replace("--steps=", ""));
const resumeFrom = process.env["TRAINWIRE_RESUME_FROM"];
let step = resumeFrom ? Number(await readFile(resumeFrom, "utf8")) : 0;

async function publish(...records) {
  const attempt = Number(TRAINWIRE_ATTEMPT);
  const answer = await fetch(`${TRAINWIRE_URL}/api/v1/trainings/${TRAINWIRE_TRAIN_ID}/updates`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(TRAINWIRE_TOKEN && { authorization: `Bearer ${TRAINWIRE_TOKEN}` }),
    },
    body: JSON.stringify(records.map((record) => ({ attempt, ...record }))),
  });
  return (await answer.json()).commands;
}

async function save() {
  const path = `checkpoints/step-${step}.txt`;
  await mkdir(join(TRAINWIRE_RUN_DIR, "checkpoints"), { recursive: true });
  await writeFile(join(TRAINWIRE_RUN_DIR, ".unfinished"), String(step));
  await rename(join(TRAINWIRE_RUN_DIR, ".unfinished"), join(TRAINWIRE_RUN_DIR, path));
  return { path, step };
}

await writeFile(join(TRAINWIRE_RUN_DIR, "model.txt"), "the model\n");
while (step < total) {
  step += 1;
  console.log(`step ${step}`);
  const [command] = await publish({
    current_step: step,
    total_steps: total,
    loss: 1 / step,
    status: "running",
  });
  const ack = (state) => ({ command_ack: { command_id: command.command_id, state } });
  if (command?.name === "pause") {
    await publish({ checkpoint: await save(), status: "paused", ...ack("done") });
    process.exit(0);
  } else if (command?.name === "cancel") {
    await publish({ status: "cancelled", ...ack("done") });
    process.exit(0);
  } else if (command?.name === "checkpoint") await publish({ checkpoint: await save(), ...ack("done") });
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await publish({ status: "completed" });
