import { describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  Artifact,
  AttemptSummary,
  alertKinds,
  type CloseMeaning,
  CommandAck,
  CommandStanding,
  clauses,
  closeCodes,
  Details,
  type ErrorMeaning,
  errorCodes,
  FlatMessage,
  flatFieldNames,
  limits,
  MetricSeries,
  Nonfinite,
  parseJson,
  parseReport,
  RecipeParameter,
  Report,
  ServerEvent,
  ServerMessage,
  sessionCookieName,
  TokenInfo,
  TrainingsQuery,
  UpdateData,
  UpdatesQuery,
  ViewerMessage,
} from "./index.ts";
import { bodySchemas, judgeBody, serverTypes, viewerTypes } from "./testing/bodies.ts";
import { anchors, codeNames, recordExamples, sectionOf, sections } from "./testing/protocol-md.ts";

type Shape = Readonly<Record<string, z.ZodType>>;

const messages = [...ViewerMessage.options, ...ServerMessage.options];
const shapes: Record<string, Shape> = {
  ...Object.fromEntries(messages.map((option) => [option.shape.type.value as string, option.shape as Shape])),
  ...Object.fromEntries(Object.entries(bodySchemas).map(([name, schema]) => [name, schema.shape as Shape])),
  report: Report.shape,
};
const names = Object.keys(shapes);

/** The rows of a message's table as field and type. */
function fieldsOf(name: string): [field: string, type: string][] {
  return sectionOf(name).rows.map(([field = "", type = ""]) => [field, type]);
}

/** The fields that a table leaves to `flat_message`, which lists them. */
function fieldsFromFlat(name: string): string[] {
  const rows = sectionOf("flat_message").rows.filter(([field = ""]) => !field.includes("."));
  if (name === "training_summary") return rows.map(([field = ""]) => field);
  return name === "report" ? rows.flatMap(([field = "", , , reported]) => (reported ? [field] : [])) : [];
}

/** The shape of the object below optional, nullable and array. */
function shapeBelow(schema: unknown): Shape {
  const { shape, element, unwrap } = schema as { shape?: Shape; element?: unknown; unwrap?: () => unknown };
  if (shape !== undefined) return shape;
  if (element !== undefined) return shapeBelow(element);
  if (unwrap !== undefined) return shapeBelow(unwrap.call(schema));
  return {};
}

/** The schema of a field such as `type` or `data.progress`. */
function schemaOf(name: string, field: string): z.ZodType | undefined {
  const [outer = "", inner] = field.split(".");
  const schema = shapes[name]?.[outer];
  return inner === undefined ? schema : shapeBelow(schema)[inner];
}

function snakeCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const yesOrNo = (value: boolean): string => (value ? "yes" : "no");

describe("PROTOCOL.md: clauses", () => {
  const written = sections.flatMap((section) => section.clauses);

  it.each(Object.entries(clauses))("%s stands there once, word for word", (id, { text }) => {
    expect(written.filter(([other]) => other === id)).toEqual([[id, text]]);
  });

  it("has no clause that the source does not have", () => {
    expect(written.map(([id]) => id).filter((id) => !Object.hasOwn(clauses, id))).toEqual([]);
  });
});

describe("PROTOCOL.md: messages", () => {
  it("has one heading for each message and body, and names no other so", () => {
    const headings = sections
      .map(({ heading }) => heading)
      .filter((heading) => /^[a-z]+(_[a-z]+)*$/.test(heading));
    expect(headings.sort()).toEqual([...names].sort());
  });

  it("puts each direction's messages under its own heading", () => {
    const order = sections.map(({ heading }) => heading);
    const between = (from: string, to: string): string[] =>
      order.slice(order.indexOf(from) + 1, order.indexOf(to));
    const [viewer, server] = ["/ws: messages from the viewer", "/ws: messages from the server"];
    expect(between(viewer, server)).toEqual(viewerTypes);
    expect(between(server, "/ws/training/{job_id}: one training, flat")).toEqual(serverTypes);
  });

  it("has no JSON example outside them", () => {
    const strays = sections.filter(
      ({ heading, examples }) => examples.length > 0 && !names.includes(heading),
    );
    expect(strays).toEqual([]);
  });

  it.each(names.filter((name) => name !== "report"))(
    "%s: each example is valid and says nothing unknown",
    (name) => {
      const { examples } = sectionOf(name);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(judgeBody(name, example)).toEqual({ ok: true, message: JSON.parse(example) });
      }
    },
  );

  it("report: each example is stored as it says", () => {
    const { examples } = sectionOf("report");
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const {
        producer_id: _id,
        producer_seq: _seq,
        ...details
      } = JSON.parse(example) as Record<string, unknown>;
      expect(parseReport(parseJson(example), "job_abc123")).toMatchObject({ ok: true, report: { details } });
    }
  });

  it("shows three ways to say the same of a loss that is not finite", () => {
    const results = recordExamples()
      .join("")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => parseReport(parseJson(line), "job_abc123"));
    expect(results).toHaveLength(3);
    const details = { loss: null, nonfinite: [{ name: "loss", value: "NaN" }] };
    for (const result of results) expect(result).toEqual({ ok: true, report: { details } });
  });
});

describe.each(names)("PROTOCOL.md: the fields of %s", (name) => {
  const fields = fieldsOf(name);

  it("are all in its table, and no other", () => {
    const own = fields.map(([field]) => field).filter((field) => !field.includes("."));
    const all = new Set([...own, ...fieldsFromFlat(name)]);
    expect([...all].sort()).toEqual(Object.keys(shapes[name] ?? {}).sort());
  });

  it("are listed whole where a field's own fields are listed", () => {
    const nested = fields.map(([field]) => field).filter((field) => field.includes("."));
    for (const outer of new Set(nested.map((field) => field.split(".")[0] ?? ""))) {
      const listed = nested.filter((field) => field.startsWith(`${outer}.`));
      const inner = Object.keys(shapeBelow(shapes[name]?.[outer])).map((field) => `${outer}.${field}`);
      expect(listed.sort()).toEqual(inner.sort());
    }
  });

  it.each(fields)("%s may be absent or null exactly as its type says: %s", (field, type) => {
    const schema = schemaOf(name, field);
    expect(schema?.safeParse(undefined).success).toBe(type.includes("optional"));
    expect(schema?.safeParse(null).success).toBe(type.includes("or null"));
  });
});

describe("PROTOCOL.md: the fields of a training", () => {
  it("begin with the 14 of the first flat format, in its order", () => {
    expect(
      fieldsOf("flat_message")
        .map(([field]) => field)
        .slice(0, 14),
    ).toEqual([...flatFieldNames]);
  });

  it("hold all that details may hold", () => {
    expect(Object.keys(FlatMessage.shape)).toEqual(expect.arrayContaining(Object.keys(Details.shape)));
  });
});

describe("PROTOCOL.md: tables", () => {
  it("lists every limit with its value, and no other", () => {
    const listed = sectionOf("Limits").rows.map(([limit, value]) => [limit, Number(value)]);
    expect(listed).toEqual(Object.entries(limits).map(([name, value]) => [snakeCase(name), value]));
  });

  it("lists every error code as the source has it, and no other", () => {
    const expected = Object.entries<ErrorMeaning>(errorCodes).map(
      ([code, { httpStatus, meaning, retry, remedy }]) => [
        code,
        String(httpStatus),
        meaning,
        yesOrNo(retry),
        remedy,
      ],
    );
    expect(sectionOf("Error codes").rows).toEqual(expected);
  });

  it("lists every close code as the source has it, and no other", () => {
    const expected = Object.entries<CloseMeaning>(closeCodes).map(
      ([code, { name, meaning, retry, remedy }]) => [code, name, meaning, yesOrNo(retry), remedy],
    );
    expect(sectionOf("Close codes").rows).toEqual(expected);
  });

  it("names nothing in code letters that the source does not know", () => {
    const nested = [
      Nonfinite,
      ServerEvent,
      UpdateData,
      CommandAck,
      UpdatesQuery,
      TrainingsQuery,
      TokenInfo,
      MetricSeries,
      AttemptSummary,
      Artifact,
      CommandStanding,
      RecipeParameter,
    ].map(({ shape }) => shape);
    const known = new Set([
      ...names,
      ...[...Object.values(shapes), ...nested].flatMap((shape) => Object.keys(shape)),
      ...alertKinds,
      ...Object.keys(errorCodes),
      ...Object.values(closeCodes).map(({ name }) => name),
      ...Object.keys(limits).map(snakeCase),
      sessionCookieName,
    ]);
    expect(codeNames().filter((name) => !known.has(name))).toEqual([]);
  });

  it("links to headings that exist", () => {
    const { links, targets } = anchors();
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !targets.includes(link))).toEqual([]);
  });
});
