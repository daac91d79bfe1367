import type { ServerResponse } from "node:http";

/** Waits while an answer is to be held back, and resolves with whether all that was written of it has left. */
export async function hasLeft(answer: ServerResponse): Promise<boolean> {
  if (answer.writableNeedDrain) await drained(answer);
  return answer.writableLength === 0;
}

function drained(answer: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      answer.off("drain", done).off("close", done);
      resolve();
    };
    answer.on("drain", done).on("close", done);
  });
}
