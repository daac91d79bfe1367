/** A token, a session's cookie, and a token as a subprotocol carries it. */
const secrets = /\b(?:tws?_[\w-]{43}|trainwire\.token\.[\w-]+|dHdf[\w-]{58})/g;

/** Takes every secret out of a line of the log: whatever was logged, none is written. */
export function redactSecrets(line: string): string {
  return line.replace(secrets, "[redacted]");
}
