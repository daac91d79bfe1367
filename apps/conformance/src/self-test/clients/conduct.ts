/** How the suite's own small client goes about it; each fault changes one thing. */
export interface Conduct {
  readonly subscribes: boolean;
  readonly subscribesAnew: boolean;
  /** Whether it goes on after the last update that it saw. */
  readonly resumes: boolean;
  readonly connectsAgain: boolean;
  /** The wait before the n-th attempt in a row, in milliseconds. */
  readonly delayMs: (attempt: number) => number;
  /** Whether a close code may keep it from connecting again. */
  readonly heedsCloseCodes: boolean;
  readonly fillsHoles: boolean;
  /** Whether it leaves out what it has shown already. */
  readonly skipsRepeats: boolean;
  readonly showsTwice: boolean;
  /** Whether it reads frames as they are, or segments. */
  readonly reads: "frames" | "segments";
  readonly bearsUnknownTypes: boolean;
  readonly bearsUnreadable: boolean;
  readonly bearsNull: boolean;
  readonly heedsResets: boolean;
  readonly heedsTheEnd: boolean;
  readonly exitCode: number;
  readonly pollsWithoutSocket: boolean;
  readonly pollsWhileLive: boolean;
  readonly asksAgainForUnknown: boolean;
  /** After so many heartbeats of silence it gives a connection up. */
  readonly patienceBeats: number;
  /** How long a handshake may take. */
  readonly handshakeMs: number;
  readonly tokenGoes: "in a header" | "in the address" | "nowhere";
}

/** A client that does everything right. */
export const faultless: Conduct = {
  subscribes: true,
  subscribesAnew: true,
  resumes: true,
  connectsAgain: true,
  delayMs: (attempt) => Math.min(2000, 100 * 2 ** attempt) * (0.5 + Math.random() / 2),
  heedsCloseCodes: true,
  fillsHoles: true,
  skipsRepeats: true,
  showsTwice: false,
  reads: "frames",
  bearsUnknownTypes: true,
  bearsUnreadable: true,
  bearsNull: true,
  heedsResets: true,
  heedsTheEnd: true,
  exitCode: 0,
  pollsWithoutSocket: true,
  pollsWhileLive: false,
  asksAgainForUnknown: true,
  patienceBeats: 3,
  handshakeMs: 10_000,
  tokenGoes: "in a header",
};
