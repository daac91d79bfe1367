import { describe, expect, it, vi } from "vitest";
import { Slices } from "./slices.ts";

describe("slices", () => {
  it("run one at a time, and leave room for other work after each few milliseconds", async () => {
    const slices = new Slices();
    const order: string[] = [];
    let nowMs = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => nowMs);
    const slice = (name: string) =>
      slices.run(async () => {
        await Promise.resolve();
        nowMs += 2;
        order.push(name);
      });
    const all = Promise.all(["a", "b", "c", "d", "e"].map(slice));
    const other = new Promise<void>((resolve) => {
      setImmediate(() => {
        order.push("other");
        resolve();
      });
    });
    await Promise.all([all, other]);
    expect(order).toEqual(["a", "b", "other", "c", "d", "e"]);
    clock.mockRestore();
  });

  it("go on after one that fails", async () => {
    const slices = new Slices();
    const failing = slices.run(() => Promise.reject(new Error("disk")));
    const next = vi.fn(() => Promise.resolve());
    await expect(failing).rejects.toThrow("disk");
    await slices.run(next);
    expect(next).toHaveBeenCalledOnce();
  });
});
