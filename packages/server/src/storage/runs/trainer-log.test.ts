import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { TrainerLog } from "./trainer-log.ts";

/** A log of its own that is cut at `maxBytes`. */
function newLog(maxBytes = 100) {
  const folder = temporaryFolder();
  const path = join(folder.path, "attempt-1.log");
  return Object.assign(folder, {
    log: new TrainerLog(path, maxBytes),
    print: (text: string | Buffer) => appendFileSync(path, text),
    names: () => readdirSync(folder.path).sort(),
  });
}

describe("the log of an attempt", () => {
  it("is empty before anything is printed", async () => {
    using it = newLog();
    expect(await it.log.read({ limit: 10 })).toEqual({ from: 0, text: "", nextAfter: 0, isEnd: true });
  });

  it("is read on from a position, by whole lines, until its end", async () => {
    using it = newLog();
    it.print("one\ntwo\nthr");
    const first = await it.log.read({ after: 0, limit: 6 });
    expect(first).toEqual({ from: 0, text: "one\n", nextAfter: 4, isEnd: false });
    expect(await it.log.read({ after: 4, limit: 100 })).toMatchObject({ text: "two\n", nextAfter: 8 });
    expect(await it.log.read({ after: 8, limit: 100 })).toMatchObject({
      text: "thr",
      nextAfter: 11,
      isEnd: true,
    });
    expect(await it.log.read({ after: 99, limit: 100 })).toMatchObject({ from: 11, text: "", nextAfter: 11 });
  });

  it("shows its end from the beginning of a line", async () => {
    using it = newLog();
    it.print("first line\nsecond line\nthird line\n");
    expect(await it.log.read({ limit: 20 })).toEqual({
      from: 23,
      text: "third line\n",
      nextAfter: 34,
      isEnd: true,
    });
  });

  it("halves no character, and gets past what is no text", async () => {
    using it = newLog();
    it.print("é€😀");
    expect(await it.log.read({ after: 0, limit: 8 })).toMatchObject({ text: "é€", nextAfter: 5 });
    expect(await it.log.read({ after: 5, limit: 8 })).toMatchObject({ text: "😀", nextAfter: 9 });
    it.print(Buffer.from([0xff, 0xe2]));
    expect(await it.log.read({ after: 9, limit: 8 })).toMatchObject({ text: "\ufffd", nextAfter: 10 });
    expect(await it.log.read({ after: 10, limit: 8 })).toMatchObject({ text: "\ufffd", nextAfter: 11 });
  });

  it("lets its beginning go when it grows too long, and keeps its positions", async () => {
    using it = newLog(100);
    const lines = Array.from({ length: 100 }, (_, index) => `line ${String(index).padStart(3, "0")}\n`);
    for (const line of lines) {
      it.print(line);
      await it.log.bound();
    }
    const all = lines.join("");
    expect(it.names()).toHaveLength(2);
    const { from, text, nextAfter } = await it.log.read({ after: 0, limit: 1000 });
    expect(from).toBeGreaterThan(600);
    expect([text, nextAfter]).toEqual([all.slice(from), all.length]);
    const middle = from + 9 * 11;
    expect(await it.log.read({ after: middle, limit: 18 })).toMatchObject({
      from: middle,
      text: all.slice(middle, middle + 18),
    });
  });

  it("leaves what a server that was killed had copied, and cuts anew", async () => {
    using it = newLog(10);
    it.print("first\nsecond\n");
    writeFileSync(join(it.path, ".attempt-1.log.part"), "first\nsec");
    expect((await it.log.read({ after: 0, limit: 100 })).text).toBe("first\nsecond\n");
    await it.log.bound();
    it.print("third\n");
    expect(it.names()).toEqual(["attempt-1.log", "attempt-1.log.0"]);
    expect((await it.log.read({ after: 0, limit: 100 })).text).toBe("first\nsecond\nthird\n");
  });

  it("keeps what a server that was killed had cut off, and its positions", async () => {
    using it = newLog(10);
    it.print("third\n");
    writeFileSync(join(it.path, ".attempt-1.log.part"), "first\nsecond\n");
    const whole = { from: 0, text: "first\nsecond\nthird\n", nextAfter: 19 };
    expect(await it.log.read({ after: 0, limit: 100 })).toMatchObject(whole);
    it.print("fourth\n");
    await it.log.bound();
    expect(it.names()).toEqual(["attempt-1.log", "attempt-1.log.13"]);
    const rest = { from: 13, text: "third\nfourth\n", nextAfter: 26 };
    expect(await it.log.read({ after: 0, limit: 100 })).toMatchObject(rest);
  });

  it("loses nothing that is printed while it is cut, and reads nothing twice", async () => {
    using it = newLog(10);
    let printed = "x".repeat(99).concat("\n").repeat(100_000);
    it.print(printed);
    const state = { isCutting: true };
    const cut = it.log.bound().finally(() => {
      state.isCutting = false;
    });
    for (let index = 0; state.isCutting; index += 1) {
      const line = `while it is cut ${index}\n`;
      it.print(line);
      printed += line;
      const after = printed.length - line.length;
      expect((await it.log.read({ after, limit: 1000 })).text).toBe(line);
    }
    await cut;
    expect((await it.log.read({ after: 0, limit: 2 * printed.length })).text === printed).toBe(true);
  });
});
