import { type Change, changeOf, type Impact } from "../change.ts";
import { hintsOf } from "../sample/hints.ts";
import { samplesOf } from "../sample/samples.ts";
import { innermost } from "../shape/compare-shapes.ts";
import { sharedFields } from "../shape/pair-options.ts";
import type { Surface, SurfaceMessage } from "../surface.ts";
import { compareMessage, meetingText } from "./compare-message.ts";

/** How much of their fields a removed and an added message must share to be one that was renamed. */
const renamedFrom = 0.75;

/** Judges every change of the messages of two versions. */
export function compareMessages(old: Surface, now: Surface): Change[] {
  const numbers = [...new Set([...Object.values(old.limits), ...Object.values(now.limits)])];
  const shapes = [...old.messages.values(), ...now.messages.values()].map(({ shape }) => shape);
  const hints = hintsOf(shapes, numbers);
  const gone = [...old.messages.values()].filter(({ name }) => !now.messages.has(name));
  const come = [...now.messages.values()].filter(({ name }) => !old.messages.has(name));
  const renames = pairRenamed(gone, come);
  const both = [...old.messages.values()].flatMap((message) => {
    const other = now.messages.get(message.name);
    return other === undefined ? [] : [[message, other] as const];
  });
  return [
    ...both.flatMap(([before, after]) => [
      ...compareRoles(before, after),
      ...compareMessage(before, after, hints),
    ]),
    ...gone.map((message) => removed(message, now, renames.get(message))),
    ...come
      .filter((message) => ![...renames.values()].includes(message))
      .map((message) => added(message, old)),
  ];
}

function pairRenamed(
  gone: readonly SurfaceMessage[],
  come: readonly SurfaceMessage[],
): Map<SurfaceMessage, SurfaceMessage> {
  const pairs = new Map<SurfaceMessage, SurfaceMessage>();
  for (const message of gone) {
    const alike = come.find((other) => !claimed(pairs, other) && areAlike(message, other));
    if (alike !== undefined) pairs.set(message, alike);
  }
  return pairs;
}

function claimed(pairs: ReadonlyMap<unknown, SurfaceMessage>, message: SurfaceMessage): boolean {
  return [...pairs.values()].includes(message);
}

function areAlike(a: SurfaceMessage, b: SurfaceMessage): boolean {
  const [one, two] = [innermost(a.shape), innermost(b.shape)];
  if (a.writer !== b.writer || a.carrier !== b.carrier) return false;
  return one.kind === "object" && two.kind === "object" && sharedFields(one, two) >= renamedFrom;
}

function compareRoles(old: SurfaceMessage, now: SurfaceMessage): Change[] {
  const words = ({ writer, reader, carrier }: SurfaceMessage): string =>
    `${writer} → ${reader}, in a ${carrier}`;
  if (words(old) === words(now)) return [];
  // Any client could write or read it before or can now: the others are not concerned.
  const widened =
    old.carrier === now.carrier && isWider(now.writer, old.writer) && isWider(now.reader, old.reader);
  const impact: Impact = widened
    ? {
        direction: "new_to_old",
        class: "additive",
        who: words(now),
        says: "More peers may write or read it.",
      }
    : { direction: "old_to_new", class: "breaking", who: words(old), says: "It travels another way now." };
  return [
    changeOf({
      ...partsOf(now, "roles"),
      text: `goes ${words(now)} instead of ${words(old)}`,
      impacts: [impact],
    }),
  ];
}

function isWider(now: string, old: string): boolean {
  return now === old || (now === "client" && old !== "server");
}

function partsOf(message: SurfaceMessage, kind: string) {
  const { name, writer, reader } = message;
  return {
    id: `${name}//${kind}`,
    area: "message",
    subject: name,
    path: "",
    roles: { writer, reader },
  } as const;
}

function removed(message: SurfaceMessage, now: Surface, renamed: SurfaceMessage | undefined): Change {
  const witness = sampleOf(message);
  const reader = peerOf(message, now);
  const fate = witness === undefined ? undefined : reader?.read(witness);
  const says =
    fate?.kind === "unknown"
      ? `The new ${message.reader} does not know it and sets it aside.`
      : `The new ${message.reader} does not know it.`;
  const impacts: Impact[] = [
    {
      direction: "old_to_new",
      class: "breaking",
      who: meetingText(message, "old_to_new"),
      says,
      ...given(witness),
    },
  ];
  if (message.reader !== "server") {
    const says = `The old ${message.reader} never gets it again.`;
    impacts.push({
      direction: "new_to_old",
      class: "breaking",
      who: meetingText(message, "new_to_old"),
      says,
      ...given(witness),
    });
  }
  if (message.reader === "server" && renamed !== undefined) {
    const says = "The old server does not know the new name.";
    impacts.push({
      direction: "new_to_old",
      class: "additive",
      who: meetingText(message, "new_to_old"),
      says,
      ...given(sampleOf(renamed)),
    });
  }
  const text = renamed === undefined ? "was removed" : `was renamed to ${renamed.name}`;
  return changeOf({ ...partsOf(message, renamed ? "renamed" : "removed"), text, impacts });
}

function added(message: SurfaceMessage, old: Surface): Change {
  const witness = sampleOf(message);
  const fate = witness === undefined ? undefined : peerOf(message, old)?.read(witness);
  const isRefused = fate?.kind === "invalid" && message.reader !== "server";
  const impact: Impact = {
    direction: "new_to_old",
    class: isRefused ? "breaking" : "additive",
    who: meetingText(message, "new_to_old"),
    says: isRefused
      ? `The old ${message.reader} refuses a type that it does not know.`
      : `The old ${message.reader} does not know it${message.reader === "server" ? "" : " and sets it aside"}.`,
    ...given(witness),
  };
  return changeOf({ ...partsOf(message, "added"), text: "was added", impacts: [impact] });
}

function given(witness: string | undefined) {
  return witness === undefined ? {} : { witness };
}

/** Any message of the same direction that is told apart by its `type`, as this one is. */
function peerOf(message: SurfaceMessage, surface: Surface): SurfaceMessage | undefined {
  if (!hasType(message)) return undefined;
  return [...surface.messages.values()].find(
    (other) => hasType(other) && other.carrier === message.carrier && other.writer === message.writer,
  );
}

function hasType({ shape }: SurfaceMessage): boolean {
  const plain = innermost(shape);
  const type = plain.kind === "object" ? plain.fields.get("type")?.shape : undefined;
  return type?.kind === "values" && type.values.length === 1;
}

/** The shortest text found that the message's own version reads. */
function sampleOf(message: SurfaceMessage): string | undefined {
  const options = {
    mode: "written",
    hints: hintsOf([message.shape]),
    textsOnly: message.carrier === "query",
  } as const;
  const made = samplesOf(message.shape, undefined, options).flatMap((value) => JSON.stringify(value) ?? []);
  return [...made, ...message.corpus]
    .filter((text) => message.read(text).kind === "message")
    .toSorted((a, b) => a.length - b.length)[0];
}
