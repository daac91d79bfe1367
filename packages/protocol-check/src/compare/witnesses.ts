import type { Direction } from "../change.ts";
import { asWritten, isWritten } from "../sample/as-written.ts";
import type { Hints } from "../sample/hints.ts";
import { samplesOf } from "../sample/samples.ts";
import type { SurfaceMessage } from "../surface.ts";
import { crossRead, type Meeting, type Outcome } from "./cross-read.ts";
import { shrink } from "./shrink.ts";

/** An outcome, and the smallest text found that shows it. */
export interface Witnessed extends Outcome {
  readonly witness: string;
}

/** What was seen when one version's texts were given to the other version's reader. */
export interface Encounter {
  readonly direction: Direction;
  readonly outcomes: readonly Witnessed[];
  /** Every text that was tried and that its writer's version reads. */
  readonly texts: readonly string[];
}

/** Lets old writers meet the new reader, and new writers the old one, over stored and made texts. */
export function encountersOf(
  old: SurfaceMessage,
  now: SurfaceMessage,
  hints: Hints,
): readonly [oldToNew: Encounter, newToOld: Encounter] {
  const textsOnly = old.carrier === "query";
  const tolerated = samplesOf(old.shape, now.shape, { mode: "tolerated", hints, textsOnly });
  const written = samplesOf(now.shape, old.shape, { mode: "written", hints, textsOnly });
  return [
    meet({ writer: old, reader: now, isWriterOlder: true }, [...corpusOf(old, now), ...textsOf(tolerated)]),
    meet({ writer: now, reader: old, isWriterOlder: false }, [
      ...writtenCorpus(old, now),
      ...textsOf(written),
    ]),
  ];
}

function corpusOf(old: SurfaceMessage, now: SurfaceMessage): string[] {
  return [...old.corpus, ...now.corpus];
}

/** The stored texts as a new writer would write them. */
function writtenCorpus(old: SurfaceMessage, now: SurfaceMessage): string[] {
  return corpusOf(old, now).flatMap((text) => {
    const value = parsed(text);
    if (value === undefined) return [];
    const own = asWritten(now.shape, value);
    return isWritten(now.shape, own) ? [JSON.stringify(own)] : [];
  });
}

function textsOf(values: readonly unknown[]): string[] {
  return values.flatMap((value) => JSON.stringify(value) ?? []);
}

function meet(meeting: Meeting, texts: readonly string[]): Encounter {
  const found = new Map<string, { outcome: Outcome; text: string }>();
  const met: string[] = [];
  for (const text of new Set(texts)) {
    const outcomes = crossRead(meeting, text);
    if (outcomes === undefined) continue;
    met.push(text);
    for (const outcome of outcomes) {
      const known = found.get(keyOf(outcome));
      if (known === undefined || text.length < known.text.length)
        found.set(keyOf(outcome), { outcome, text });
    }
  }
  const direction = meeting.isWriterOlder ? "old_to_new" : "new_to_old";
  return {
    direction,
    texts: met,
    outcomes: [...found.values()].map(({ outcome, text }) => smallest(meeting, outcome, text)),
  };
}

function keyOf({ kind, path }: Outcome): string {
  return `${kind} ${path}`;
}

function smallest(meeting: Meeting, outcome: Outcome, text: string): Witnessed {
  const value = parsed(text);
  if (value === undefined) return { ...outcome, witness: text };
  const isPossible = (candidate: unknown): boolean =>
    meeting.isWriterOlder || isWritten(meeting.writer.shape, candidate);
  const seen = (candidate: unknown): Outcome | undefined =>
    crossRead(meeting, JSON.stringify(candidate))?.find((other) => keyOf(other) === keyOf(outcome));
  const small = shrink(value, (candidate) => isPossible(candidate) && seen(candidate) !== undefined);
  return { ...(seen(small) ?? outcome), witness: JSON.stringify(small) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
