import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { LogCopy } from "./log-copy.ts";
import type { LogFrame } from "./log-frames.ts";

const at = (nanos: string) => `2026-11-22T04:50:00.${nanos}Z`;
const printed: LogFrame[] = [
  { time: at("000000001"), text: Buffer.from("a\n") },
  { time: at("000000002"), text: Buffer.from("b\n") },
  { time: at("000000002"), text: Buffer.from("c\n") },
  { time: at("000000002"), text: Buffer.from("d\n") },
  { time: at("000000003"), text: Buffer.from("e\n") },
];
/** What the daemon gives from a time on. */
const since = (seconds: string) =>
  printed.filter(({ time }) => seconds === "0" || time >= at(seconds.slice(seconds.indexOf(".") + 1)));

it("goes on after the last piece, also among pieces of the same time", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "attempt-1.log");
  for (let known = 0; known < printed.length; known += 1) {
    await using copy = await LogCopy.open(path);
    const asked = copy.resume();
    if (known > 0)
      expect(asked).toBe(`${Date.parse("2026-11-22T04:50:00Z") / 1000}.00000000${[0, 1, 2, 2, 2][known]}`);
    // One more each time, and all that the daemon gives again before it.
    await copy.add(
      since(asked).slice(0, known + 1 - printed.indexOf(since(asked)[0] ?? expect.unreachable())),
    );
  }
  expect(readFileSync(path, "utf8")).toBe("a\nb\nc\nd\ne\n");
});

it("copies again what a note that is lost or cut off does not tell, and changes nothing by it", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "attempt-1.log");
  for (const note of ["", '{"bytes": 4, "ti', undefined]) {
    if (note !== undefined) writeFileSync(join(folder.path, ".attempt-1.log.position"), note);
    await using copy = await LogCopy.open(path);
    await copy.add(since(copy.resume()));
  }
  expect(readFileSync(path, "utf8")).toBe("a\nb\nc\nd\ne\n");
});

it("is cut when it has grown long: the part before is kept, under its position, until the next", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "attempt-1.log");
  const file = (name: string) => readFileSync(join(folder.path, name), "utf8");
  for (const [at] of printed.entries()) {
    // As after a crash that left no note: all is copied again.
    writeFileSync(join(folder.path, ".attempt-1.log.position"), "");
    await using copy = await LogCopy.open(path, 4);
    copy.resume();
    for (const frame of printed.slice(0, at + 1)) await copy.add([frame]);
  }
  expect(readdirSync(folder.path).sort()).toEqual([
    ".attempt-1.log.position",
    "attempt-1.log",
    "attempt-1.log.4",
  ]);
  expect([file("attempt-1.log.4"), file("attempt-1.log")]).toEqual(["c\nd\n", "e\n"]);
});
