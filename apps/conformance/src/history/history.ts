import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Who takes part: what the name begins with says as what. */
export type Actor = `trainer-${number}` | `viewer-${number}` | `flat-${number}` | `poller-${number}`;

/** What somebody does. Whoever watches begins with the first that it does. */
export type Deed =
  | { readonly kind: "publishes"; readonly records: number }
  | { readonly kind: "watches" }
  | { readonly kind: "catches up" }
  | { readonly kind: "is cut off and resumes"; readonly cut: "rst" | "fin" }
  | { readonly kind: "stops reading" }
  | { readonly kind: "reads on" }
  | { readonly kind: "polls" };

/** One thing that happens. */
export interface Step {
  readonly actor: Actor;
  readonly deed: Deed;
}

/** What happens to one training, in this order; what follows does not wait for what came before to be done. */
export type History = readonly Step[];

/** How many take part, as what, and in how many steps. */
export interface Cast {
  readonly trainers: number;
  readonly viewers: number;
  readonly flat: number;
  readonly pollers: number;
  readonly steps: number;
}

const cuts = ["rst", "fin"] as const;

/** A random history; the same seed makes the same one. */
export function randomHistory(seed: number, cast: Cast): History {
  const source = xoroshiro128plus(seed);
  const below = (limit: number): number => uniformInt(source, 0, limit - 1);
  const actors: readonly Actor[] = [
    ...numbered("trainer", cast.trainers),
    ...numbered("viewer", cast.viewers),
    ...numbered("flat", cast.flat),
    ...numbered("poller", cast.pollers),
  ];
  const one = <T>(items: readonly T[], or: T): T => items[below(items.length)] ?? or;
  const stepOf = (actor: Actor): Step => {
    if (actor.startsWith("trainer")) return { actor, deed: { kind: "publishes", records: 1 + below(4) } };
    if (actor.startsWith("poller")) return { actor, deed: { kind: "polls" } };
    const deeds: readonly Deed[] = [
      { kind: "is cut off and resumes", cut: one(cuts, "rst") },
      { kind: "is cut off and resumes", cut: one(cuts, "rst") },
      { kind: "catches up" },
      { kind: "catches up" },
      { kind: "stops reading" },
      { kind: "reads on" },
    ];
    return { actor, deed: one(deeds, { kind: "watches" }) };
  };
  const trainers = numbered("trainer", cast.trainers);
  return Array.from({ length: cast.steps }, (_, index) =>
    // Every other step is a trainer's, so that something happens while others are cut off.
    stepOf(one<Actor>(index % 2 === 0 ? trainers : actors, "trainer-1")),
  );
}

/** A history as lines for people. */
export function describeHistory(history: History): string {
  const lines = history.map(({ actor, deed }) => {
    if (deed.kind === "publishes") return `${actor} publishes ${deed.records}`;
    return deed.kind === "is cut off and resumes"
      ? `${actor} is cut off (${deed.cut}) and resumes`
      : `${actor} ${deed.kind}`;
  });
  return [...lines, "the training completes"].join("\n");
}

function numbered<K extends "trainer" | "viewer" | "flat" | "poller">(kind: K, count: number) {
  return Array.from({ length: count }, (_, index): `${K}-${number}` => `${kind}-${index + 1}`);
}
