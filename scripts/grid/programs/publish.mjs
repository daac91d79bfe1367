// Publishes a training with the installed client: argv is the server's address, the training's id and its steps.
import { publishTraining } from "@trainwire/client";

const [, , url, trainId, steps] = process.argv;
const publisher = publishTraining({ url, trainId, onProblem: ({ message }) => console.error(message) });
for (let step = 1; step <= Number(steps); step += 1) {
  publisher.report({ step, total_steps: Number(steps), loss: 1 / step });
}
await publisher.finish();
console.log("published");
