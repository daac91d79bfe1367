import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openDatabase } from "./database.ts";
import { SqliteRecords } from "./sqlite-records.ts";

describe("SqliteRecords", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let database: ReturnType<typeof openDatabase>;
  let records: SqliteRecords<{ n: number }>;

  beforeEach(() => {
    folder = temporaryFolder();
    database = openDatabase(folder.path);
    records = new SqliteRecords(database, "things", z.object({ n: z.number() }));
  });
  afterEach(() => {
    database.close();
    folder[Symbol.dispose]();
  });

  it("writes a record only over the version that was read", async () => {
    expect(await records.putIfVersion("a", { n: 1 }, 0)).toBe(1);
    expect(await records.putIfVersion("a", { n: 2 }, 0)).toBeUndefined();
    expect(await records.putIfVersion("a", { n: 2 }, 1)).toBe(2);
    expect(await records.putIfVersion("a", { n: 3 }, 1)).toBeUndefined();
    expect(await records.get("a")).toEqual({ version: 2, value: { n: 2 } });
    expect(await records.get("b")).toBeUndefined();
  });

  it("lists page by page, newest first, each record once", async () => {
    for (let n = 1; n <= 5; n += 1) await records.putIfVersion(`r${n}`, { n }, 0);
    const first = await records.list(2);
    const second = await records.list(2, first.at(-1)?.cursor);
    const third = await records.list(2, second.at(-1)?.cursor);
    const numbers = [first, second, third].flatMap((page) => page.map((record) => record.value.n));
    expect(numbers).toEqual([5, 4, 3, 2, 1]);
  });

  it("gives the ids also of what cannot be read any more", async () => {
    await records.putIfVersion("a", { n: 1 }, 0);
    const former = new SqliteRecords(database, "things", z.object({ n: z.string() }));
    await former.putIfVersion("b", { n: "two" }, 0);
    await expect(records.list(9)).rejects.toThrow();
    const [first] = await records.ids(1);
    expect([first?.id, ...(await records.ids(9, first?.cursor)).map(({ id }) => id)]).toEqual(["b", "a"]);
  });

  it("refuses a cursor that it never gave", async () => {
    for (const cursor of ["x", "", "1e3", "-1"]) {
      await expect(records.list(2, cursor)).rejects.toMatchObject({ code: "bad_message" });
    }
  });

  it("keeps collections apart", async () => {
    await records.putIfVersion("a", { n: 1 }, 0);
    const others = new SqliteRecords(database, "others", z.object({ n: z.number() }));
    expect(await others.get("a")).toBeUndefined();
  });
});
