import type { Conduct } from "./conduct.ts";

/** What can be wrong with a client, by name. */
export const faults: Readonly<Record<string, Partial<Conduct>>> = {
  "never-subscribes": { subscribes: false },
  "does-not-subscribe-anew": { subscribesAnew: false },
  "begins-anew-each-time": { resumes: false, fillsHoles: false },
  "never-comes-back": { connectsAgain: false },
  hammers: { delayMs: () => 50 },
  "waits-always-alike": { delayMs: () => 400 },
  "waits-as-all-others": { delayMs: (attempt) => 1500 * attempt },
  "comes-back-after-any-close": { heedsCloseCodes: false },
  "leaves-holes": { fillsHoles: false },
  "shows-repeats": { skipsRepeats: false },
  "shows-everything-twice": { showsTwice: true },
  "reads-segments": { reads: "segments" },
  "breaks-on-unknown-types": { bearsUnknownTypes: false },
  "breaks-on-what-it-cannot-read": { bearsUnreadable: false },
  "takes-null-for-zero": { bearsNull: false },
  "overlooks-resets": { heedsResets: false },
  "goes-on-after-the-end": { heedsTheEnd: false },
  "fails-at-the-end": { exitCode: 3 },
  "does-not-poll": { pollsWithoutSocket: false },
  "polls-while-live": { pollsWhileLive: true },
  "gives-up-unknown-trainings": { asksAgainForUnknown: false },
  "trusts-a-silent-line": { patienceBeats: 100_000 },
  "waits-for-no-handshake": { handshakeMs: 300, delayMs: () => 100, pollsWithoutSocket: false },
  "puts-its-token-into-the-address": { tokenGoes: "in the address" },
  "shows-no-token": { tokenGoes: "nowhere" },
};

/** Clients that do nothing of what they should. */
export const nullClients = [
  "exits-at-once",
  "stays-silent",
  "connects-and-stays-silent",
  "prints-nonsense",
  "fails-at-once",
];
