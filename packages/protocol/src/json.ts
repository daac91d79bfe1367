import { closingQuote, isTextNestedAtMost } from "./nesting.ts";

/** A text up to this length is parsed in little time, however it is nested. */
const unboundedLength = 16 * 1024;
/** Far more than any message has. */
const maxTextDepth = 1000;
const whitespace = " \t\n\r";
/** What may stand around a value; nothing where the text begins or ends. */
const beforeValue = ["", "[", ",", ":"];
const afterValue = ["", "]", ",", "}"];

/**
 * Parses JSON as trainers write it: bare `NaN`, `Infinity` and `-Infinity` (Python's `json.dumps`) are read as
 * the strings of the same name, which number fields then take for what they mean. Linear in the text's length.
 *
 * @throws SyntaxError if the text is not JSON even so.
 */
export function parseJson(text: string): unknown {
  try {
    return parseBoundedJson(text);
  } catch (error) {
    const quoted = quoteNonfinite(text);
    if (quoted === text) throw error;
    return parseBoundedJson(quoted);
  }
}

/**
 * `JSON.parse` for texts of strangers: millions of arrays in one another would hold the event loop for most of a second.
 *
 * @throws SyntaxError if the text is not JSON, or is long and nested more than 1000 levels deep.
 */
export function parseBoundedJson(text: string): unknown {
  if (text.length > unboundedLength && !isTextNestedAtMost(text, maxTextDepth))
    throw new SyntaxError(`nested more than ${maxTextDepth} levels deep`);
  return JSON.parse(text);
}

/**
 * Goes from token to token and over strings, so that the same letters inside a string stay what they are. Gives
 * the text back as it is at the first token that stands where no value may: it is then no JSON either way.
 */
function quoteNonfinite(text: string): string {
  const parts: string[] = [];
  const landmarks = /"|-?Infinity|NaN/g;
  let copied = 0;
  for (let found = landmarks.exec(text); found !== null; found = landmarks.exec(text)) {
    const [token] = found;
    if (token === '"') {
      landmarks.lastIndex = closingQuote(text, found.index) + 1;
      continue;
    }
    const end = found.index + token.length;
    if (!beforeValue.includes(lastBefore(text, found.index)) || !afterValue.includes(firstFrom(text, end)))
      return text;
    parts.push(text.slice(copied, found.index), `"${token}"`);
    copied = end;
  }
  return parts.join("") + text.slice(copied);
}

/** The last character before `end` that is no white space; empty if there is none. */
function lastBefore(text: string, end: number): string {
  let at = end - 1;
  while (at >= 0 && whitespace.includes(text.charAt(at))) at -= 1;
  return text.charAt(at);
}

/** The first character from `start` on that is no white space; empty if there is none. */
function firstFrom(text: string, start: number): string {
  let at = start;
  while (at < text.length && whitespace.includes(text.charAt(at))) at += 1;
  return text.charAt(at);
}
