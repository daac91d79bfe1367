import { hash, randomBytes } from "node:crypto";
import type { Secrets } from "../core/secrets.ts";

/**
 * Secrets from the system's randomness, hashed with SHA-256. They have 256 bits, so that nobody guesses one from its
 * hash, and a slow hash would only make requests slow.
 */
export const tokenSecrets: Secrets = {
  random: () => randomBytes(32).toString("base64url"),
  hash: (secret) => hash("sha256", secret, "base64url"),
};
