import { z } from "zod";
import { type JsonSchema, withRefsAt } from "./json-schema.ts";
import { definitionsFor } from "./json-schema-files.ts";
import type { WireMessage, WireModel, WireRoute } from "./wire-model.ts";

const components = "#/components/schemas/";

/** The OpenAPI 3.1 document of the REST part. */
export function openApi(model: WireModel): JsonSchema {
  const paths = [...new Set(model.routes.map(({ path }) => path))];
  const used = model.routes.flatMap((route) => namesOf(route, model));
  const schemas = definitionsFor([...used, "ErrorAnswer", "TrainId"], model.definitions);
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: "Trainwire",
      version: model.version,
      summary: "See every step of a machine-learning training the moment it happens.",
      description:
        "The REST part of the Trainwire protocol, version 1; PROTOCOL.md says what is meant. Readers ignore fields that they do not know. `x-scope` names what a token needs to be good for, where the server requires tokens.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    paths: Object.fromEntries(paths.map((path) => [path, pathItem(path, model)])),
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, withRefsAt(schema, components)]),
      ),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A token, `tw_…`." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: model.sessionCookieName,
          description: "What a browser got for its token at POST /api/v1/session.",
        },
      },
    },
  };
}

function namesOf({ answers, body }: WireRoute, model: WireModel): string[] {
  const answered = Object.values(answers).flatMap((answer) =>
    answer !== "empty" && "message" in answer ? [answer.message] : [],
  );
  const asked = body === undefined ? [] : [body === "records" ? "report" : body];
  return [...answered, ...asked].map((name) => definitionOf(name, model));
}

/** The definition of a message; what is no message is named as its schema. */
function definitionOf(name: string, model: WireModel): string {
  return model.messages.find((message) => message.name === name)?.definition ?? name;
}

function schemaRef(name: string, model: WireModel): JsonSchema {
  return { $ref: `${components}${definitionOf(name, model)}` };
}

function pathItem(path: string, model: WireModel): unknown {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: name === "id" ? { $ref: `${components}TrainId` } : { type: "string", minLength: 1 },
  }));
  const operations = model.routes
    .filter((route) => route.path === path)
    .map((route) => [route.method.toLowerCase(), operation(route, model)]);
  return { ...(parameters.length > 0 && { parameters }), ...Object.fromEntries(operations) };
}

function operation(route: WireRoute, model: WireModel): unknown {
  const { method, path, summary, need, query, body, hasEtag } = route;
  const words = path.replace("/api/v1", "").match(/\w+/g) ?? [];
  const parameters = [...queryParameters(query, model), ...(hasEtag ? [ifNoneMatch] : [])];
  return {
    operationId: [method.toLowerCase(), ...words].join("_").replace(/_json$/, ""),
    summary,
    ...(need === "open"
      ? { security: [] }
      : { security: [{}, { bearer: [] }, { session: [] }], "x-scope": need }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, content: bodyContent(body, model) } }),
    responses: { ...answersOf(route, model), ...errorAnswers(route, model) },
  };
}

const ifNoneMatch = {
  name: "If-None-Match",
  in: "header",
  required: false,
  description: "The ETag of the answer that is held already.",
  schema: { type: "string" },
};

function queryParameters(query: string | undefined, model: WireModel): unknown[] {
  const message = model.messages.find(({ name }) => name === query);
  if (message === undefined) return [];
  const { properties = {} } = model.definitions.get(message.definition) ?? {};
  const read = readQuery(message);
  return Object.entries(properties).map(([name, text]) => {
    const { description, ...schema } = parameterSchema(text, read[name]);
    return {
      name,
      in: "query",
      required: false,
      ...(description !== undefined && { description }),
      schema: withRefsAt(schema, components),
    };
  });
}

/** What the values of a query are once they are read: numbers with their bounds, where they travel as texts. */
function readQuery({ schema }: WireMessage): Readonly<Record<string, JsonSchema>> {
  const rendered = z.toJSONSchema(schema, { io: "output", unrepresentable: "any", reused: "inline" });
  return (rendered as JsonSchema).properties ?? {};
}

function parameterSchema(text: JsonSchema, read: JsonSchema | undefined): JsonSchema {
  const isNumber = read?.type === "number" || read?.type === "integer";
  return isNumber ? { ...(text.description && { description: text.description }), ...read } : text;
}

function bodyContent(body: string, model: WireModel): unknown {
  if (body !== "records") return { "application/json": { schema: schemaRef(body, model) } };
  const record = schemaRef("report", model);
  return {
    "application/json": {
      schema: {
        anyOf: [record, { type: "array", maxItems: model.limits["maxIngestRecords"] ?? 0, items: record }],
      },
    },
    "application/x-ndjson": {
      schema: { type: "string", description: "One record, as for application/json, in each line." },
    },
  };
}

function answersOf({ answers, hasEtag }: WireRoute, model: WireModel): Record<string, unknown> {
  const headers = hasEtag ? { headers: { ETag: { schema: { type: "string" } } } } : {};
  const described = Object.entries(answers).map(([status, answer]): [string, unknown] => {
    if (answer === "empty") return [status, { description: "Done." }];
    if ("file" in answer) return [status, { description: "The file.", content: { [answer.file]: {} } }];
    const content = { "application/json": { schema: schemaRef(answer.message, model) } };
    return [status, { description: `${answer.message}.`, ...headers, content }];
  });
  return {
    ...Object.fromEntries(described),
    ...(hasEtag && { 304: { description: "Nothing has changed.", ...headers } }),
  };
}

/** One answer for each status, which names its codes. */
function errorAnswers(route: WireRoute, model: WireModel): Record<string, unknown> {
  const byStatus = Map.groupBy(model.errorsOf(route), (code) => model.errorCodes[code]?.httpStatus ?? 500);
  const entries = [...byStatus].sort(([a], [b]) => a - b);
  const described = entries.map(([status, codes]): [string, unknown] => {
    const lines = codes.map((code) => `- \`${code}\`: ${model.errorCodes[code]?.meaning ?? ""}`);
    const schema = {
      allOf: [{ $ref: `${components}ErrorAnswer` }, { properties: { code: { enum: codes } } }],
    };
    const headers = status === 429 ? retryAfter : status === 401 ? challenge : undefined;
    return [
      String(status),
      {
        description: lines.join("\n"),
        ...(headers && { headers }),
        content: { "application/json": { schema } },
      },
    ];
  });
  return Object.fromEntries(described.filter(([status]) => !(status in route.answers)));
}

const retryAfter = { "Retry-After": { description: "Seconds to wait.", schema: { type: "integer" } } };
const challenge = { "WWW-Authenticate": { schema: { type: "string", const: "Bearer" } } };
