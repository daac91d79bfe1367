// Reads what a server sends with the parser of a frozen release: argv is the server, the training and the parser's file.
import { pathToFileURL } from "node:url";

const [, , url, trainId, parser] = process.argv;
const { decodeServerMessage, encode, supportedSubprotocols } = await import(pathToFileURL(parser).href);

const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, supportedSubprotocols);
socket.addEventListener("open", () => {
  socket.send(encode({ type: "subscribe_training", train_id: trainId, after_seq: 0 }));
});
socket.addEventListener("message", ({ data: text }) => {
  const read = decodeServerMessage(text);
  if (read.kind === "invalid") {
    console.error(`the parser says "${read.message}" of ${text}`);
    process.exit(1);
  }
  // Later releases may add types of messages: readers pass over them.
  if (read.kind === "unknown") return;
  const { type, seq, data } = read.message;
  if (type === "training_update") console.log(JSON.stringify({ seq, status: data.status }));
  if (type === "training_completed") socket.close();
});
