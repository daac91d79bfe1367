import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeServerMessage,
  encode,
  FlatMessage,
  flatFieldNames,
  initialState,
  nextState,
  toEnvelope,
  toFlat,
} from "./index.ts";
import { report } from "./testing/arbitraries.ts";

const received_at = "2025-11-06T12:30:00.041Z";
const states = fc
  .array(report, { maxLength: 6 })
  .map((reports) =>
    reports.reduce(
      (state, { details }) => nextState(state, { details, received_at }),
      initialState("job_abc123", "st-1"),
    ),
  );

describe("flat and envelope", () => {
  it("every state goes to an envelope and back unchanged", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(toFlat(toEnvelope(state))).toEqual(state);
      }),
    );
  });

  it("every state survives the wire as an envelope", () => {
    fc.assert(
      fc.property(states, (state) => {
        const decoded = decodeServerMessage(encode(toEnvelope(state)));
        if (decoded.kind !== "message" || decoded.message.type !== "training_update") {
          throw new TypeError(JSON.stringify(decoded));
        }
        expect(toFlat(decoded.message)).toEqual(state);
      }),
    );
  });

  it("every state is a flat message", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(FlatMessage.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
      }),
    );
  });

  it("a snapshot of an empty training holds all 14 fields of the flat format", () => {
    const { details } = toEnvelope(initialState("job_abc123", "st-1")).data;
    expect(Object.keys(details)).toEqual(expect.arrayContaining([...flatFieldNames]));
    expect(flatFieldNames).toHaveLength(14);
  });

  it("a terminal status of a newer server stays complete", () => {
    const state = { ...initialState("job_abc123", "st-1"), status: "archived", complete: true };
    expect(toFlat(toEnvelope(state))).toEqual(state);
  });
});
