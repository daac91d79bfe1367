import { describe, expect, it, vi } from "vitest";
import { testArtifacts } from "../../testing/artifact-place.ts";
import { ArtifactFolders } from "./artifact-folders.ts";

describe("the list of a training's artifacts", () => {
  it("is found once for all who ask meanwhile, and tells each what was there when they asked", async () => {
    using artifacts = testArtifacts();
    artifacts.write({ "a.txt": "a" });
    const find = vi.spyOn(ArtifactFolders.prototype, "find");
    const list = async () =>
      (await artifacts.place.store.list("run", undefined)).artifacts.map(({ path }) => path);
    try {
      const first = list();
      artifacts.write({ "b.txt": "b" });
      const later = await Promise.all([list(), list(), list()]);
      expect(later).toEqual([1, 2, 3].map(() => ["a.txt", "b.txt"]));
      expect(await first).toContain("a.txt");
      expect(find).toHaveBeenCalledTimes(2);
    } finally {
      find.mockRestore();
    }
  });
});
