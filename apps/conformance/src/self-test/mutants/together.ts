import { answering, dropping, isFlat, isPage, type MutantTable } from "./taps.ts";

/** Broken servers for the cases of the group `together`. */
export const togetherMutants: MutantTable = {
  "together-001": {
    "loses-one-flat-message": () =>
      dropping((message, socket) => isFlat(message, socket) && message["seq"] === 15),
    "polls-another-status": () =>
      answering(isPage, (body) => ({
        status: 200,
        body: JSON.parse(JSON.stringify(body).replaceAll('"completed"', '"failed"')) as unknown,
      })),
  },
  "together-002": {
    "loses-the-last-ten-in-a-crash": () => ({
      restart: ({ logs }) => {
        for (const { updates, states } of logs.values()) {
          updates.splice(-10);
          states.splice(-10);
        }
      },
    }),
  },
};
