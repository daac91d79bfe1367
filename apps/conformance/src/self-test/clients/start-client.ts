import { type ClientUnderTest } from "../../targets/client-target.ts";
import { commandClient } from "../../targets/command-client.ts";
import { besideThis } from "../beside-this.ts";

const main = besideThis("main", import.meta.url);

/** The suite's own small client; with a name it has that fault, or does nothing of what it should. */
export function smallClient(name = "", speakMs = 5000): ClientUnderTest {
  return { target: commandClient(`exec "${process.execPath}" "${main}" "${name}"`, "every"), speakMs };
}
