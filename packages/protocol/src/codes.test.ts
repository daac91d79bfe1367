import { describe, expect, it } from "vitest";
import {
  type ClauseId,
  type CloseMeaning,
  clauses,
  closeCodes,
  type ErrorMeaning,
  errorCodes,
  isErrorCode,
  negotiate,
  OpenErrorCode,
  shouldReconnect,
  TrainId,
} from "./index.ts";

describe("error codes", () => {
  it.each(Object.entries<ErrorMeaning>(errorCodes))(
    "%s has a meaning, a remedy and a status",
    (code, entry) => {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(entry.meaning).toMatch(/^[A-Z].+\.$/);
      expect(entry.remedy).toMatch(/^[A-Z].+\.$/);
      expect(entry.httpStatus).toBeGreaterThanOrEqual(400);
      expect(entry.httpStatus).toBeLessThan(600);
      if (entry.httpStatus >= 500) expect(entry.retry).toBe(true);
    },
  );

  it("are told from other text, also from what every object has", () => {
    expect(isErrorCode("unknown_training")).toBe(true);
    expect(isErrorCode("constructor")).toBe(false);
    expect(isErrorCode("")).toBe(false);
  });

  it("of a newer server are read as text of at most 64 characters", () => {
    expect(OpenErrorCode.safeParse("rate_limited").success).toBe(true);
    expect(OpenErrorCode.safeParse("x".repeat(65)).success).toBe(false);
  });
});

describe("close codes", () => {
  it.each(Object.entries<CloseMeaning>(closeCodes))(
    "%s has a name, a meaning and a remedy",
    (code, entry) => {
      expect(Number(code)).toBeGreaterThanOrEqual(1000);
      expect(entry.name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(entry.meaning).toMatch(/^[A-Z].+\.$/);
      expect(entry.remedy).toMatch(/^[A-Z].+\.$/);
      expect(shouldReconnect(Number(code))).toBe(entry.retry);
    },
  );

  it("that are not in the list are lost connections: connect again", () => {
    for (const code of [1005, 1006, 1012, 1013, 1015, 4000]) expect(shouldReconnect(code)).toBe(true);
  });
});

describe("negotiate", () => {
  it("takes no offer as version 1 without a welcome", () => {
    expect(negotiate([])).toEqual({ kind: "implicit", subprotocol: "trainwire.v1" });
  });

  it("selects version 1 among other offers", () => {
    expect(negotiate(["trainwire.v2", "trainwire.v1"])).toEqual({
      kind: "selected",
      subprotocol: "trainwire.v1",
    });
    expect(negotiate(["trainwire.token.c2VjcmV0", "trainwire.v1"]).kind).toBe("selected");
  });

  it.each([["trainwire.v2"], ["graphql-ws"], ["trainwire.token.c2VjcmV0"], ["TRAINWIRE.V1"], [""]])(
    "refuses %s alone and tells what is spoken",
    (offer) => {
      expect(negotiate([offer])).toEqual({ kind: "refused", supported: ["trainwire.v1"] });
    },
  );
});

describe("TrainId", () => {
  it.each(["a", "7", "job_abc123", "Run-2025.11.06_b", "a".repeat(128), "a..b"])("takes %s", (id) => {
    expect(TrainId.safeParse(id).success).toBe(true);
  });

  it.each(["", ".", "..", "-a", "_a", "a/b", "a b", "a\n", "\na", "ä", "a".repeat(129), "a\0"])(
    "refuses %j",
    (id) => {
      expect(TrainId.safeParse(id).success).toBe(false);
    },
  );
});

describe("clauses", () => {
  it.each(Object.entries(clauses))(
    "%s is one sentence at its level, about codes that exist",
    (id, clause) => {
      expect(id).toMatch(/^[A-Z]+-\d\d$/);
      expect(clause.text).toContain(clause.level);
      expect(clause.text).toMatch(/^[A-Z].+\.$/);
      for (const [, code] of clause.text.matchAll(/\b(?:code|error) ([a-z]+_[a-z_]+)/g)) {
        expect(errorCodes).toHaveProperty(code ?? "");
      }
      for (const [code] of clause.text.matchAll(/\b[14]\d{3}\b/g)) expect(closeCodes).toHaveProperty(code);
    },
  );

  it("are numbered without a hole", () => {
    const last = new Map<string, number>();
    for (const id of Object.keys(clauses) as ClauseId[]) {
      const [group = "", number] = id.split("-");
      expect(Number(number)).toBe((last.get(group) ?? 0) + 1);
      last.set(group, Number(number));
    }
  });
});
