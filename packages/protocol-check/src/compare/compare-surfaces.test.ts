import { describe, expect, it } from "vitest";
import { bumpOf } from "../change.ts";
import type { Surface, SurfaceClause, SurfaceCode } from "../surface.ts";
import { compareSurfaces } from "./compare-surfaces.ts";

const empty: Surface = {
  label: "any",
  version: "1.0.0",
  messages: new Map(),
  errorCodes: {},
  closeCodes: {},
  clauses: {},
  limits: {},
  subprotocols: ["trainwire.v1"],
};

const clause = (level: SurfaceClause["level"], text: string, role = "server"): Partial<Surface> => ({
  clauses: { "SUB-01": { level, role, text } },
});
const code = (change: Partial<SurfaceCode> = {}): Partial<Surface> => ({
  closeCodes: { 1001: { name: "away", meaning: "m", retry: true, remedy: "r", ...change } },
});
const errorCode = (change: Partial<SurfaceCode> = {}): Partial<Surface> => ({
  errorCodes: { bad_id: { meaning: "m", retry: false, remedy: "r", httpStatus: 400, ...change } },
});
const limit = (value: number): Partial<Surface> => ({ limits: { maxFrameBytes: value } });

describe("a change that no schema shows", () => {
  it.each<[name: string, Partial<Surface>, Partial<Surface>, id: string, bump: string]>([
    [
      "SHOULD becomes MUST",
      clause("SHOULD", "A SHOULD b."),
      clause("MUST", "A MUST b."),
      "clause/SUB-01/level",
      "major",
    ],
    [
      "MUST becomes SHOULD",
      clause("MUST", "A MUST b."),
      clause("SHOULD", "A SHOULD b."),
      "clause/SUB-01/level",
      "major",
    ],
    [
      "MAY becomes SHOULD",
      clause("MAY", "A MAY b."),
      clause("SHOULD", "A SHOULD b."),
      "clause/SUB-01/level",
      "minor",
    ],
    ["a clause is removed", clause("MUST", "A MUST b."), {}, "clause/SUB-01/removed", "major"],
    ["a server owes more", {}, clause("MUST", "A MUST b."), "clause/SUB-01/added", "minor"],
    ["a viewer owes more", {}, clause("MUST", "A MUST b.", "viewer"), "clause/SUB-01/added", "major"],
    [
      "another role is bound",
      clause("MUST", "A MUST b."),
      clause("MUST", "A MUST b.", "viewer"),
      "clause/SUB-01/role",
      "major",
    ],
    [
      "a time limit changes",
      clause("MUST", "It MUST send within 1 s."),
      clause("MUST", "It MUST send within 5 s."),
      "clause/SUB-01/demand",
      "major",
    ],
    [
      "a close code changes",
      clause("MUST", "It MUST close with 1003."),
      clause("MUST", "It MUST close with 1008."),
      "clause/SUB-01/demand",
      "major",
    ],
    [
      "MUST becomes MUST NOT",
      clause("MUST", "It MUST close."),
      clause("MUST", "It MUST NOT close."),
      "clause/SUB-01/demand",
      "major",
    ],
    [
      "a clause is worded anew",
      clause("MUST", "A server MUST answer."),
      clause("MUST", "Servers MUST answer."),
      "clause/SUB-01/wording",
      "patch",
    ],
    ["a close code's retry flag changes", code(), code({ retry: false }), "close code/1001/retry", "major"],
    ["a close code is removed", code(), {}, "close code/1001/removed", "major"],
    ["a close code is added", {}, code(), "close code/1001/added", "minor"],
    ["a close code is explained anew", code(), code({ meaning: "n" }), "close code/1001/words", "patch"],
    ["an error code is removed", errorCode(), {}, "error code/bad_id/removed", "major"],
    [
      "an error code's status changes",
      errorCode(),
      errorCode({ httpStatus: 422 }),
      "error code/bad_id/status",
      "major",
    ],
    ["a limit is lowered", limit(100), limit(50), "limit/maxFrameBytes/tightened", "major"],
    ["a limit is raised", limit(100), limit(200), "limit/maxFrameBytes/raised", "minor"],
    ["a subprotocol is dropped", {}, { subprotocols: [] }, "subprotocol/trainwire.v1/removed", "major"],
    [
      "a subprotocol is added",
      {},
      { subprotocols: ["trainwire.v1", "trainwire.v2"] },
      "subprotocol/trainwire.v2/added",
      "minor",
    ],
  ])("%s", (_name, before, after, id, bump) => {
    const changes = compareSurfaces({ ...empty, ...before }, { ...empty, ...after });
    expect(changes.map((change) => change.id)).toEqual([id]);
    expect(bumpOf(changes)).toBe(bump);
  });

  it("is none where nothing changed", () => {
    expect(compareSurfaces({ ...empty, ...code() }, { ...empty, ...code() })).toEqual([]);
  });
});
