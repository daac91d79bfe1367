import { type Change, changeOf, type Impact } from "../change.ts";
import type { Surface, SurfaceClause } from "../surface.ts";

const levels = ["MAY", "SHOULD", "MUST"] as const;

/** Judges every change of the normative sentences of two versions. */
export function compareClauses(old: Surface, now: Surface): Change[] {
  const ids = new Set([...Object.keys(old.clauses), ...Object.keys(now.clauses)]);
  return [...ids].flatMap((id) => compareClause(id, old.clauses[id], now.clauses[id]));
}

function compareClause(id: string, old: SurfaceClause | undefined, now: SurfaceClause | undefined): Change[] {
  if (old === undefined) return now === undefined ? [] : [added(id, now)];
  if (now === undefined) {
    const says = `Whoever relied on it does so no longer: "${old.text}"`;
    return [
      change({
        id,
        kind: "removed",
        text: "was removed",
        impacts: [breaks("new_to_old", peersOf(old.role), says)],
      }),
    ];
  }
  if (old.role !== now.role) {
    const says = `It bound a ${old.role} before.`;
    const impacts = [breaks("old_to_new", `old ${now.role}`, says)];
    return [change({ id, kind: "role", text: `binds a ${now.role} instead of a ${old.role}`, impacts })];
  }
  if (old.level !== now.level) return [levelChanged(id, old, now)];
  return old.text === now.text ? [] : [reworded(id, old, now)];
}

/** What a server newly promises costs nobody anything; what viewers or trainers newly owe, old ones do not give. */
function added(id: string, clause: SurfaceClause): Change {
  const text = `was added: ${clause.text}`;
  const isOwedByClients = clause.level === "MUST" && clause.role !== "server";
  const impact: Impact = isOwedByClients
    ? breaks("old_to_new", `old ${clause.role} → new server`, `An old ${clause.role} does not keep it.`)
    : adds(`new ${clause.role}`, `A ${clause.role} of the new version keeps it; an old one need not.`);
  return change({ id, kind: "added", text, impacts: [impact] });
}

function levelChanged(id: string, old: SurfaceClause, now: SurfaceClause): Change {
  const text = `says ${now.level} instead of ${old.level}: ${now.text}`;
  const rises = levels.indexOf(now.level) > levels.indexOf(old.level);
  const impact =
    now.level === "MUST"
      ? breaks(
          "old_to_new",
          `old ${now.role}`,
          `An old ${now.role} that did otherwise for a reason no longer conforms.`,
        )
      : old.level === "MUST"
        ? breaks("new_to_old", peersOf(now.role), `They can no longer rely on it.`)
        : adds(`new ${now.role}`, rises ? "It is recommended now." : "It is no longer recommended.");
  return change({ id, kind: "level", text, impacts: [impact] });
}

function reworded(id: string, old: SurfaceClause, now: SurfaceClause): Change {
  const [before, after] = [termsOf(old.text), termsOf(now.text)];
  const gone = before.filter((term) => !after.includes(term));
  const come = after.filter((term) => !before.includes(term));
  if (gone.length === 0 && come.length === 0) {
    return change({ id, kind: "wording", text: `is worded anew: ${now.text}`, impacts: [] });
  }
  const says = `What it demands is another thing now: ${[gone.join(", ") || "nothing", come.join(", ") || "nothing"].join(" became ")}.`;
  const impacts = [breaks("old_to_new", `old ${now.role}`, says)];
  return change({ id, kind: "demand", text: `says "${now.text}" instead of "${old.text}"`, impacts });
}

/** What a sentence demands shows in its numbers, codes, field names and the words of RFC 2119. */
function termsOf(text: string): string[] {
  return (
    text.match(/\d+(?:\.\d+)?|\b[a-z]+(?:_[a-z]+)+\b|\b(?:MUST NOT|SHOULD NOT|MUST|SHOULD|MAY)\b/g) ?? []
  );
}

function peersOf(role: string): string {
  return role === "server" ? "viewers and trainers" : "servers";
}

function breaks(direction: Impact["direction"], who: string, says: string): Impact {
  return { direction, class: "breaking", who, says };
}

function adds(who: string, says: string): Impact {
  return { direction: "new_to_old", class: "additive", who, says };
}

function change({
  id,
  kind,
  text,
  impacts,
}: {
  id: string;
  kind: string;
  text: string;
  impacts: Impact[];
}): Change {
  return changeOf({ id: `clause/${id}/${kind}`, area: "clause", subject: id, path: "", text, impacts });
}
