import { type Change, changeOf, type Impact } from "../change.ts";
import type { Surface } from "../surface.ts";

/** Judges every change of the limits of two versions, and of the subprotocols that they speak. */
export function compareLimits(old: Surface, now: Surface): Change[] {
  const names = new Set([...Object.keys(old.limits), ...Object.keys(now.limits)]);
  return [
    ...[...names].flatMap((name) => compareLimit(name, old.limits[name], now.limits[name])),
    ...compareSubprotocols(old, now),
  ];
}

function compareLimit(name: string, old: number | undefined, now: number | undefined): Change[] {
  if (old === now) return [];
  const make = (kind: string, text: string, impact: Impact): Change[] => {
    return [
      changeOf({
        id: `limit/${name}/${kind}`,
        area: "limit",
        subject: `limit ${name}`,
        path: "",
        text,
        impacts: [impact],
      }),
    ];
  };
  if (old === undefined)
    return make("added", `was added: ${now}`, eases("It bounds what had no stated bound."));
  if (now === undefined)
    return make("removed", `was removed; it was ${old}`, eases("There is no stated bound any more."));
  const text = `is ${now} instead of ${old}`;
  const isFloor = /^min/i.test(name);
  if (now > old === isFloor)
    return make("tightened", text, tightens(`What kept within ${old} may be refused now.`));
  return make("raised", text, eases(`Only a server of the new version bears more than ${old}.`));
}

function compareSubprotocols(old: Surface, now: Surface): Change[] {
  const gone = old.subprotocols.filter((name) => !now.subprotocols.includes(name));
  const come = now.subprotocols.filter((name) => !old.subprotocols.includes(name));
  const make = (name: string, kind: string, impact: Impact): Change =>
    changeOf({
      id: `subprotocol/${name}/${kind}`,
      area: "version",
      subject: `subprotocol ${name}`,
      path: "",
      text: `is ${kind === "added" ? "spoken now" : "no longer spoken"}`,
      impacts: [impact],
    });
  return [
    ...gone.map((name) => make(name, "removed", tightens("An old client that offers only this is refused."))),
    ...come.map((name) => make(name, "added", eases("An old peer does not choose it."))),
  ];
}

function tightens(says: string): Impact {
  return { direction: "old_to_new", class: "breaking", who: "old client → new server", says };
}

function eases(says: string): Impact {
  return { direction: "new_to_old", class: "additive", who: "new client → old server", says };
}
