import { type Change, changeOf, type Impact } from "../change.ts";
import type { Surface, SurfaceCode } from "../surface.ts";

/** Judges every change of the error codes and close codes of two versions. */
export function compareCodes(old: Surface, now: Surface): Change[] {
  return [
    ...compareList("error code", old.errorCodes, now.errorCodes),
    ...compareList("close code", old.closeCodes, now.closeCodes),
  ];
}

type Codes = Readonly<Record<string, SurfaceCode>>;

function compareList(list: string, old: Codes, now: Codes): Change[] {
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].flatMap((name) => compareCode(list, name, [old[name], now[name]]));
}

function compareCode(
  list: string,
  name: string,
  [old, now]: readonly [SurfaceCode | undefined, SurfaceCode | undefined],
): Change[] {
  const make = (kind: string, text: string, impacts: readonly Impact[]): Change => {
    const subject = `${list} ${name}`;
    return changeOf({ id: `${list}/${name}/${kind}`, area: "code", subject, path: "", text, impacts });
  };
  if (old === undefined) {
    const says =
      list === "error code"
        ? "Old clients read it as a text that they do not know."
        : "Old clients take it for a lost connection, and try again.";
    return [make("added", "was added", [adds(says)])];
  }
  if (now === undefined)
    return [
      make("removed", "was removed", [
        breaks("old_to_new", "New clients do not know it when an old server sends it."),
      ]),
    ];
  const changes: Change[] = [];
  if (old.retry !== now.retry) {
    const says = `Old clients ${old.retry ? "try again" : "give up"} where they now should ${now.retry ? "try again" : "give up"}.`;
    changes.push(
      make("retry", `says retry: ${now.retry} instead of ${old.retry}`, [breaks("new_to_old", says)]),
    );
  }
  if (old.httpStatus !== now.httpStatus) {
    const text = `comes with HTTP status ${now.httpStatus} instead of ${old.httpStatus}`;
    changes.push(make("status", text, [breaks("new_to_old", "Old clients look for the old status.")]));
  }
  const words = ({ meaning, remedy, name }: SurfaceCode): string => [meaning, remedy, name].join("\n");
  if (words(old) !== words(now)) changes.push(make("words", "is explained in other words", []));
  return changes;
}

function breaks(direction: Impact["direction"], says: string): Impact {
  const who = direction === "old_to_new" ? "old server → new client" : "new server → old client";
  return { direction, class: "breaking", who, says };
}

function adds(says: string): Impact {
  return { direction: "new_to_old", class: "additive", who: "new server → old client", says };
}
