import type { CreatedToken } from "@trainwire/protocol";
import type { Tokens } from "./tokens.ts";

/** The tokens of trainers that the server starts: each publishes one training, for as long as its attempt lasts. */
export class TrainerTokens {
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  /** Makes the token of an attempt. Its text is to be had this once: it goes into the trainer's environment. */
  make(trainId: string, attempt: number, nowMs: number): Promise<CreatedToken> {
    const request = { name: `trainer, attempt ${attempt}`, scopes: ["publish" as const], train_ids: trainId };
    return this.#tokens.create({ ...request, attempt }, nowMs);
  }

  /** Ends the token of an attempt that has ended; one that is gone already is no error. */
  async revoke(tokenId: string): Promise<void> {
    await this.#tokens.revoke(tokenId);
  }

  /** Ends those of some trainings that no attempt holds: a server that was killed leaves some. */
  async revokeUnheld(held: ReadonlySet<string>, trainIds: ReadonlySet<string>): Promise<void> {
    for (const { tokenId, trainId } of this.#tokens.ofTrainers())
      if (trainIds.has(trainId) && !held.has(tokenId)) await this.revoke(tokenId);
  }
}
