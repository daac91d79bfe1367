/** The port to what makes secrets and hashes them. */
export interface Secrets {
  /** 32 random bytes as base64url. */
  random(): string;
  /** A one-way hash. Secrets are looked up by it, so that how long a look-up takes says nothing of them. */
  hash(secret: string): string;
}
