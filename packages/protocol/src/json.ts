const nonfiniteTokens = ["NaN", "Infinity", "-Infinity"] as const;
const whitespace = " \t\n\r";

/**
 * Parses JSON as trainers write it: bare `NaN`, `Infinity` and `-Infinity` (Python's `json.dumps`) are read as
 * the strings of the same name, which number fields then take for what they mean. Linear in the text's length.
 *
 * @throws SyntaxError if the text is not JSON even so.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = quoteNonfinite(text);
    if (quoted === text) throw error;
    return JSON.parse(quoted);
  }
}

/**
 * Walks the text token by token, so that the same letters inside a string stay what they are. A token that
 * stands where no value may is as wrong quoted as bare; only as a name would quotes make it right.
 */
function quoteNonfinite(text: string): string {
  let out = "";
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      at = endOfString(text, at);
      continue;
    }
    const token = nonfiniteTokens.find((name) => text.startsWith(name, at));
    if (token !== undefined && !isName(text, at + token.length)) {
      out += `${text.slice(copied, at)}"${token}"`;
      copied = at + token.length;
    }
    at += token?.length ?? 1;
  }
  return out + text.slice(copied);
}

/** The position after the string that opens at `start`, or past the text if it never closes. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Whether what ends at `end` is followed by a colon. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (whitespace.includes(text.charAt(at)) && at < text.length) at += 1;
  return text[at] === ":";
}
