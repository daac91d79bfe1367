import { type Change, changeOf, type Direction, type Impact } from "../change.ts";
import type { Hints } from "../sample/hints.ts";
import { compareShapes } from "../shape/compare-shapes.ts";
import type { Difference, DifferenceKind } from "../shape/difference.ts";
import type { SurfaceMessage } from "../surface.ts";
import { type Encounter, encountersOf, type Witnessed } from "./witnesses.ts";

/** What may be said of new texts without any old reader noticing, but is more than words. */
const quietAdditions: readonly DifferenceKind[] = [
  "field_added",
  "value_added",
  "list_opened",
  "unknown_fields",
  "tolerance_added",
  "default_changed",
];

/** Judges every change of a message that both versions have. */
export function compareMessage(old: SurfaceMessage, now: SurfaceMessage, hints: Hints): Change[] {
  const differences = compareShapes(old.shape, now.shape);
  const encounters = encountersOf(old, now, hints);
  const claimed = new Map<Difference, Impact[]>(differences.map((difference) => [difference, []]));
  const unclaimed: { outcome: Witnessed; impact: Impact }[] = [];
  for (const { direction, outcomes } of encounters) {
    for (const outcome of outcomes) {
      const impact = impactOf(outcome, direction, now);
      const difference = explain(outcome, direction, differences);
      if (difference === undefined) unclaimed.push({ outcome, impact });
      else claimed.get(difference)?.push(impact);
    }
  }
  return [
    ...[...claimed].map(([difference, impacts]) => explained({ old, now, difference, impacts, encounters })),
    ...unexplained(now, unclaimed),
    ...(differences.some(({ effect }) => effect === "widens" || effect === "both")
      ? []
      : newlyRead(old, now)),
  ];
}

/** Stored texts that only the new reader reads: its reading code, which no schema shows, takes more. */
function newlyRead(old: SurfaceMessage, now: SurfaceMessage): Change[] {
  const texts = [...old.corpus, ...now.corpus].filter(
    (text) => old.read(text).kind === "invalid" && now.read(text).kind === "message",
  );
  const [witness] = texts.toSorted((a, b) => a.length - b.length);
  if (witness === undefined) return [];
  const impact: Impact = {
    direction: "new_to_old",
    class: "additive",
    who: meetingText(now, "new_to_old"),
    says: `The old ${now.reader} refuses what a new one reads; writers need not use it.`,
    witness,
  };
  const { name: subject, writer, reader } = now;
  const text = "is read in forms that were refused before";
  const roles = { writer, reader };
  return [
    changeOf({ id: `${subject}//read`, area: "message", subject, path: "", text, roles, impacts: [impact] }),
  ];
}

/** Which difference of the schemas an outcome comes from: one at its place, else one inside it, else around it. */
function explain(
  { path }: Witnessed,
  direction: Direction,
  differences: readonly Difference[],
): Difference | undefined {
  const effect = direction === "old_to_new" ? "narrows" : "widens";
  const able = differences.filter((each) => each.effect === effect || each.effect === "both");
  const proven = able.filter(({ kind }) => kind !== "code");
  const ranked = [...proven, ...able];
  return (
    ranked.find((each) => each.path === path || path.endsWith(`.${each.path}`)) ??
    ranked.find((each) => isInside(each.path, path)) ??
    ranked.filter((each) => isInside(path, each.path)).sort((a, b) => b.path.length - a.path.length)[0]
  );
}

function isInside(inner: string, outer: string): boolean {
  return outer === "" || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function impactOf(outcome: Witnessed, direction: Direction, message: SurfaceMessage): Impact {
  const isOld = direction === "old_to_new";
  const who = meetingText(message, direction);
  const { kind, detail, witness } = outcome;
  const base = { direction, who, witness };
  const [writer, reader] = isOld ? ["old", "new"] : ["new", "old"];
  const says = {
    refused: `The ${reader} ${message.reader} refuses it: ${detail}.`,
    set_aside: `The ${reader} ${message.reader} does not know its type and sets it aside.`,
    lost: isOld
      ? `The new ${message.reader} no longer reads what the old ${message.writer} says: ${detail}.`
      : `The old ${message.reader} passes over what is new: ${detail}.`,
    changed: `The ${reader} ${message.reader} reads it differently from what the ${writer} ${message.writer} means: ${detail}.`,
  }[kind];
  if (isOld || kind === "changed") return { ...base, class: "breaking", says };
  if (kind === "refused" && message.reader !== "server") return { ...base, class: "breaking", says };
  const advice = kind === "refused" ? " Only to be used where the server's version is known." : "";
  return { ...base, class: "additive", says: says + advice };
}

/** Who meets whom, such as "old server → new viewer". */
export function meetingText(
  { writer, reader }: Pick<SurfaceMessage, "writer" | "reader">,
  direction: Direction,
): string {
  return direction === "old_to_new" ? `old ${writer} → new ${reader}` : `new ${writer} → old ${reader}`;
}

interface Explained {
  readonly old: SurfaceMessage;
  readonly now: SurfaceMessage;
  readonly difference: Difference;
  readonly impacts: readonly Impact[];
  readonly encounters: readonly Encounter[];
}

function explained({ old, now, difference, impacts, encounters }: Explained): Change {
  const { path, kind, text, effect } = difference;
  const parts = {
    id: `${now.name}/${path}/${kind}`,
    area: "message",
    subject: now.name,
    path,
    text,
    roles: { writer: now.writer, reader: now.reader },
  } as const;
  if (impacts.length > 0 || effect === "none") return changeOf({ ...parts, impacts });
  if (kind === "value_removed")
    return changeOf({ ...parts, impacts: [unlisted(old, difference, encounters[0])] });
  if (effect === "widens" && quietAdditions.includes(kind)) {
    const says = `The old ${now.reader} reads such messages as before.`;
    const quiet: Impact = {
      direction: "new_to_old",
      class: "additive",
      who: meetingText(now, "new_to_old"),
      says,
    };
    return changeOf({ ...parts, impacts: [quiet] });
  }
  const tried = encounters.reduce((sum, { texts }) => sum + texts.length, 0);
  const note = `None of ${tried} messages tells the two versions apart; look at it once.`;
  return changeOf({ ...parts, impacts: [], note });
}

/** A value left an open list: it is still read, but as a text that means nothing in particular. */
function unlisted(message: SurfaceMessage, difference: Difference, encounter: Encounter | undefined): Impact {
  const values = [...difference.text.matchAll(/"[^"]*"/g)].map(([value]) => value);
  const witness = encounter?.texts
    .filter((text) => values.some((value) => text.includes(value)))
    .toSorted((a, b) => a.length - b.length)[0];
  return {
    direction: "old_to_new",
    class: "breaking",
    who: meetingText(message, "old_to_new"),
    says: `The new ${message.reader} takes it for a value that it does not know.`,
    ...(witness !== undefined && { witness }),
  };
}

/** What no schema shows: changed refinements, transforms or reading code. One change for each place. */
function unexplained(
  message: SurfaceMessage,
  unclaimed: readonly { outcome: Witnessed; impact: Impact }[],
): Change[] {
  const paths = [...new Set(unclaimed.map(({ outcome }) => outcome.path))];
  return paths.map((path) =>
    changeOf({
      id: `${message.name}/${path}/code`,
      area: "message",
      subject: message.name,
      path,
      text: "is judged or read by other code",
      roles: { writer: message.writer, reader: message.reader },
      impacts: unclaimed.filter(({ outcome }) => outcome.path === path).map(({ impact }) => impact),
    }),
  );
}
