import type { WireMessage } from "../artifacts/wire-model.ts";
import { hintsOf } from "../sample/hints.ts";
import { samplesOf } from "../sample/samples.ts";
import { anyValues } from "../sample/texts.ts";
import { readShape } from "../shape/read-shape.ts";

/**
 * So many different texts of a message that its readers take: spread over all that the sampler makes, filled up with
 * fields that no version names where the message has too few of its own.
 */
export function acceptedTexts({ schema, carrier, read }: WireMessage, count: number): string[] {
  const shape = readShape(schema as never);
  const made = samplesOf(shape, undefined, {
    mode: "tolerated",
    hints: hintsOf([shape]),
    textsOnly: carrier === "query",
  });
  const isAccepted = (text: string | undefined): text is string =>
    text !== undefined && schema.safeParse(JSON.parse(text)).success && read(text).kind === "message";
  const texts = [...new Set(made.map((value) => JSON.stringify(value)))].filter(isAccepted);
  const spread = texts.filter(
    (_text, at) => Math.floor((at * count) / texts.length) !== Math.floor(((at - 1) * count) / texts.length),
  );
  const base = JSON.parse(texts[0] ?? "{}") as object;
  const fillers = Array.from({ length: count }, (_, at) =>
    JSON.stringify({ ...base, [`x_${at}`]: anyValues[at % anyValues.length] }),
  );
  return [...new Set([...spread, ...fillers.filter(isAccepted)])].slice(0, count);
}
