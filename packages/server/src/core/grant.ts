import type { TokenScope } from "@trainwire/protocol";
import type { Need } from "./access-needs.ts";
import { TrainwireServerError } from "./errors.ts";
import { matchesGlob } from "./glob.ts";

/** What a grant allows, and to whom it was given. */
export interface GrantTerms {
  /** Absent where tokens are off. */
  readonly tokenId?: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** The ids it covers, `*` for any characters; absent: all. */
  readonly trainIds?: string | undefined;
  /** The attempt whose trainer it was made for, if the server made it for one. */
  readonly attempt?: number | undefined;
  /** When it ends by itself; Infinity: never. */
  readonly expiresAtMs: number;
}

/** What a token, or a session opened with it, allows; one object for all who hold it, until it ends. */
export class Grant {
  readonly terms: GrantTerms;
  readonly #holders = new Set<() => void>();
  #hasEnded = false;

  constructor(terms: GrantTerms) {
    this.terms = terms;
  }

  /** Whether it may be used now. */
  isValid(nowMs: number): boolean {
    return !this.#hasEnded && nowMs < this.terms.expiresAtMs;
  }

  /** Whether its scopes are good for this. */
  hasScope(need: Need): boolean {
    const { scopes } = this.terms;
    return need === "open" || scopes.includes(need) || scopes.includes("admin");
  }

  /** Whether its pattern covers a training. */
  covers(trainId: string): boolean {
    const { trainIds } = this.terms;
    return trainIds === undefined || matchesGlob(trainIds, trainId);
  }

  /**
   * Passes if the grant allows this.
   * @param trainId The training that it is about, if it is about one; "" for one that has no id yet.
   * @throws TrainwireServerError `forbidden`, naming the scope or the pattern.
   */
  require(need: Need, trainId?: string): void {
    const { name, trainIds } = this.terms;
    if (!this.hasScope(need)) {
      throw new TrainwireServerError("forbidden", `the token "${name}" lacks the scope ${need}`);
    }
    if (trainId !== undefined && !this.covers(trainId)) {
      const message = `the token "${name}" covers trainings named ${trainIds}, and not "${trainId}"`;
      throw new TrainwireServerError("forbidden", message, { train_id: trainId });
    }
  }

  /**
   * Calls `onEnd` when the grant ends, at once if it has.
   * @returns a function that lets go of it.
   */
  hold(onEnd: () => void): () => void {
    if (this.#hasEnded) onEnd();
    else this.#holders.add(onEnd);
    return () => {
      this.#holders.delete(onEnd);
    };
  }

  /** Ends it for all who hold it. */
  end(): void {
    this.#hasEnded = true;
    for (const onEnd of this.#holders) onEnd();
    this.#holders.clear();
  }
}

/** What everybody may do where tokens are off: all but to make tokens. */
export const everyone = new Grant({
  name: "everyone",
  scopes: ["read", "publish", "control"],
  expiresAtMs: Number.POSITIVE_INFINITY,
});
