import { connect } from "@trainwire/client";

// Prints each update of a training as a line of JSON, and ends with it.
const {
  TRAINWIRE_URL: url = "http://127.0.0.1:8000",
  TRAINWIRE_TRAIN_ID: trainId,
  TRAINWIRE_TOKEN: token,
} = process.env;
if (trainId === undefined) throw new Error("say which training: TRAINWIRE_TRAIN_ID=my-run");

using client = connect({ url, ...(token !== undefined && { token }) });
for await (const { seq, data } of client.follow(trainId, { afterSeq: 0 })) {
  const { loss, current_step } = data.details;
  process.stdout.write(`${JSON.stringify({ seq, status: data.status, loss, current_step })}\n`);
}
