import { mergeConfig } from "vitest/config";
import shared from "../vitest.config.ts";

/** Real server processes on few cores: one file at a time, and more time for each test. */
export default mergeConfig(shared, {
  test: { fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
