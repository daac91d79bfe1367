/** A token, a session's cookie, and a token as a subprotocol carries it; wherever in a word they begin. */
const secrets = /tws?_[\w-]{43,}|trainwire\.token\.[\w-]+|dHdf[\w-]{58,}/g;
const words = /[\w%.-]+/g;
/** How often a text may be percent-encoded one over the other. */
const maxEncodings = 3;

/** Takes every secret out of a line of the log: whatever was logged, and however a URL wrote it, none is written. */
export function redactSecrets(line: string): string {
  const plain = line.replace(secrets, "[redacted]");
  if (!plain.includes("%")) return plain;
  return plain.replace(words, (word) => (decoded(word).search(secrets) < 0 ? word : "[redacted]"));
}

function decoded(word: string): string {
  let text = word;
  for (let round = 0; round < maxEncodings && text.includes("%"); round += 1) {
    text = text.replace(/%([0-7][0-9a-f])/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return text;
}
