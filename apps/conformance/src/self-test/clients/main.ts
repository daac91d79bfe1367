import { WebSocket } from "ws";
import { faultless } from "./conduct.ts";
import { faults } from "./faults.ts";
import { SmallClient } from "./small-client.ts";

/** `node main.ts [NAME]`: a small client; with a name it has that fault, or does nothing of what it should. */
const [, , name = ""] = process.argv;
const url = process.env["TRAINWIRE_URL"] ?? "";
const trainId = process.env["TRAINWIRE_TRAIN_ID"] ?? "";
const stayForever = () => void setInterval(() => undefined, 60_000);

switch (name) {
  case "exits-at-once":
    break;
  case "fails-at-once":
    process.exitCode = 1;
    break;
  case "stays-silent":
    stayForever();
    break;
  case "connects-and-stays-silent":
    new WebSocket(`${url.replace("http", "ws")}/ws`).on("error", () => undefined);
    stayForever();
    break;
  case "prints-nonsense":
    setInterval(() => console.log('all is well\n{"seq":-1}\n{'), 50);
    break;
  default:
    new SmallClient(
      { ...faultless, ...faults[name] },
      { url, trainId, token: process.env["TRAINWIRE_TOKEN"] },
    ).connect();
}
