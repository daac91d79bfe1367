// Follows a training with the installed client, and prints what it shows: argv is the server's address and the id.
import { connect } from "@trainwire/client";

const [, , url, trainId] = process.argv;
using client = connect({ url });
for await (const { seq, data } of client.follow(trainId, { afterSeq: 0 })) {
  console.log(JSON.stringify({ seq, status: data.status }));
}
