import { defineConfig } from "vitest/config";

/** Shared by every package: each runs it from its own folder, so the report lands in its own test-results. */
export default defineConfig({
  root: process.cwd(),
  test: {
    dir: "src",
    reporters: ["default", ["json", { outputFile: "test-results/vitest.json" }]],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
