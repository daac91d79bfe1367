// A trainer for the conformance suite: it leaves artifacts, each by renaming it when it is whole, and completes.
import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { TRAINWIRE_URL, TRAINWIRE_TRAIN_ID, TRAINWIRE_TOKEN, TRAINWIRE_RUN_DIR } = process.env;

function leave(path, bytes) {
  const file = join(TRAINWIRE_RUN_DIR, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(`${TRAINWIRE_RUN_DIR}/.partial`, randomBytes(bytes));
  renameSync(`${TRAINWIRE_RUN_DIR}/.partial`, file);
  console.log(`left ${path}, ${bytes} bytes`);
}

async function report(record) {
  const answer = await fetch(`${TRAINWIRE_URL}/api/v1/trainings/${TRAINWIRE_TRAIN_ID}/updates`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(TRAINWIRE_TOKEN && { authorization: `Bearer ${TRAINWIRE_TOKEN}` }),
    },
    body: JSON.stringify(record),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

leave("checkpoints/step-1.pt", 3000);
await report({
  current_step: 1,
  total_steps: 1,
  loss: 1,
  checkpoint: { path: "checkpoints/step-1.pt", step: 1 },
});
leave("model.safetensors", 100);
leave("logs/späte Nacht.bin", 2 * 1024 * 1024);
await report({ status: "completed" });
