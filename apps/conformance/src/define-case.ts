import { type ClauseId, clauses } from "@trainwire/protocol";
import { z } from "zod";
import type { CaseContext } from "./context.ts";

const clauseIds = Object.keys(clauses) as [ClauseId, ...ClauseId[]];

/** The data of a case, readable without running it. */
export const CaseHeader = z
  .strictObject({
    /** Group and number; never reused. */
    id: z.string().regex(/^[a-z]+(-[a-z]+)*-\d{3}$/),
    /** What the target must do, as a fact. */
    title: z.string().min(10).max(110),
    /** The clauses that it proves. */
    clauses: z.array(z.enum(clauseIds)).min(1),
    /** Of the strongest of its clauses: a broken SHOULD is a warning. */
    level: z.enum(["MUST", "SHOULD", "MAY"]),
    roles: z.array(z.enum(["server", "client", "trainer", "system"])).min(1),
    /** Most seconds that the whole case may take, at time scale 1. */
    budgetSeconds: z.number().positive().default(15),
    /** What the suite must be able to do to the target: `process` = stop, kill and start it. */
    requires: z.array(z.enum(["process"])).default([]),
    /** Whether it runs while no other does: it counts sockets, or stops the target. */
    exclusive: z.boolean().default(false),
  })
  .refine(({ level, clauses: ids }) => ids.some((id) => clauses[id].level === level), {
    path: ["level"],
    error: "must be the level of one of its clauses",
  });
/** The data of a case, readable without running it. */
export type CaseHeader = z.infer<typeof CaseHeader>;

/** Plays out a case. Throws ConformanceError `expectation` as soon as the target breaks a clause. */
export type CaseScript = (context: CaseContext) => Promise<void>;

/** A case: its data header and its script. */
export interface Case {
  readonly header: CaseHeader;
  readonly script: CaseScript;
}

/**
 * A case of the suite.
 *
 * @throws ZodError if the header has a wrong or unknown key.
 */
export function defineCase(header: z.input<typeof CaseHeader>, script: CaseScript): Case {
  return { header: CaseHeader.parse(header), script };
}

type ServerHeader = Omit<z.input<typeof CaseHeader>, "roles" | "level"> & { readonly level?: "SHOULD" };

/** A case for servers, of level MUST unless said otherwise. */
export function serverCase(header: ServerHeader, script: CaseScript): Case {
  return defineCase({ level: "MUST", ...header, roles: ["server"] }, script);
}
