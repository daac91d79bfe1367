import type { Change } from "../change.ts";

/** The same change in several messages, such as that of a field they share. */
export interface ChangeGroup {
  readonly first: Change;
  /** Where it stands, such as `training_update.data.status`. */
  readonly places: readonly string[];
}

/** Kinds of changes whose text says all that changed. */
const sameAnywhere = ["pattern", "bound", "value_added", "value_removed", "list_opened", "list_closed"];

/** Puts together what is one change in several messages. */
export function grouped(changes: readonly Change[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const change of changes) {
    const key = keyOf(change);
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined
        ? { first: change, places: [placeOf(change)] }
        : { first: shorter(known.first, change), places: [...known.places, placeOf(change)] },
    );
  }
  return [...groups.values()];
}

/** Where a change stands. */
export function placeOf({ subject, path }: Change): string {
  if (path === "") return subject;
  return path.startsWith("[") ? `${subject}${path}` : `${subject}.${path}`;
}

function keyOf(change: Change): string {
  if (change.area !== "message" || change.path === "") return change.id;
  const { text, roles, impacts, allowed } = change;
  // What names its values is one change wherever it stands; an added field is another one under another name.
  const field = sameAnywhere.includes(change.id.split("/").at(-1) ?? "") ? "" : change.path.split(".").at(-1);
  const effects = impacts.map(({ direction, class: grade }) => `${direction} ${grade}`).sort();
  return JSON.stringify([field, text, change.class, roles, effects, allowed]);
}

function shorter(one: Change, other: Change): Change {
  const length = ({ impacts }: Change): number =>
    impacts.reduce((sum, { witness }) => sum + (witness?.length ?? 0), 0);
  return length(other) < length(one) ? other : one;
}
