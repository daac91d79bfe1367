import { initialState } from "@trainwire/protocol";
import { openDatabase } from "../storage/sqlite/database.ts";
import { SqliteLog } from "../storage/sqlite/sqlite-log.ts";
import { appendAfter } from "./append-after.ts";

/** A process that appends to a log until it is killed, and prints each seq once it was acknowledged. */
const [, , folder = ""] = process.argv;
const log = new SqliteLog(openDatabase(folder));
let { state } = await log.create("run", initialState("run", "s"));
for (;;) {
  const append = appendAfter(state, 20, { producers: new Map([["p", state.seq + 20]]) });
  await log.append(append);
  ({ state } = append);
  process.stdout.write(`${state.seq}\n`);
}
