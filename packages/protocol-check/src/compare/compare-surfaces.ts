import type { Change } from "../change.ts";
import type { Surface } from "../surface.ts";
import { compareClauses } from "./compare-clauses.ts";
import { compareCodes } from "./compare-codes.ts";
import { compareLimits } from "./compare-limits.ts";
import { compareMessages } from "./compare-messages.ts";

const order = { breaking: 0, additive: 1, documentation: 2 } as const;

/** Every change from one version to another, the gravest first. */
export function compareSurfaces(old: Surface, now: Surface): Change[] {
  const changes = [
    ...compareMessages(old, now),
    ...compareClauses(old, now),
    ...compareCodes(old, now),
    ...compareLimits(old, now),
  ];
  return changes.sort((a, b) => order[a.class] - order[b.class]);
}
