import { type JsonSchema, withRefsAt } from "./json-schema.ts";
import { definitionsFor } from "./json-schema-files.ts";
import type { WireMessage, WireModel } from "./wire-model.ts";

const flatName = "flat_message";
const components = "#/components/schemas/";

/** The AsyncAPI 3 document of both sockets, from the server's side: it receives what viewers send. */
export function asyncApi(model: WireModel): JsonSchema {
  const messages = model.messages.filter(({ carrier }) => carrier === "socket");
  const envelopes = messages.filter(({ name }) => name !== flatName);
  const flat = messages.filter(({ name }) => name === flatName);
  const query = model.messages.find(({ name }) => name === "flat_query")?.definition ?? "";
  const schemas = definitionsFor(
    [...messages.map(({ definition }) => definition), query, "TrainId"],
    model.definitions,
  );
  return {
    asyncapi: "3.1.0",
    info: {
      title: "Trainwire sockets",
      version: model.version,
      description: description(model),
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    servers: {
      local: {
        host: "127.0.0.1:8000",
        protocol: "ws",
        description:
          "Where a server listens unless it is told otherwise. Beyond loopback it requires a token.",
        security: ["bearer", "session", "subprotocol"].map((name) => ({
          $ref: `#/components/securitySchemes/${name}`,
        })),
      },
    },
    channels: {
      trainings: {
        address: "/ws",
        description: "Many trainings on one socket: each message is a JSON object with a `type`.",
        messages: channelMessages(envelopes),
        bindings: { ws: { method: "GET", headers: handshakeHeaders(model), bindingVersion: "0.1.0" } },
      },
      training: {
        address: "/ws/training/{job_id}",
        description: "One training, flat, without any message from the viewer.",
        parameters: { job_id: { description: "The id of the training." } },
        messages: channelMessages(flat),
        bindings: {
          ws: {
            method: "GET",
            query: { $ref: `${components}${query}` },
            headers: handshakeHeaders(model),
            bindingVersion: "0.1.0",
          },
        },
      },
    },
    operations: {
      ...Object.fromEntries(envelopes.map((message) => [message.name, operation(message, "trainings")])),
      ...Object.fromEntries(flat.map((message) => [message.name, operation(message, "training")])),
    },
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, withRefsAt(schema, components)]),
      ),
      messages: Object.fromEntries(messages.map((message) => [message.name, messageObject(message, model)])),
      securitySchemes: securitySchemes(model),
    },
  };
}

function channelMessages(messages: readonly WireMessage[]): Record<string, unknown> {
  return Object.fromEntries(messages.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]));
}

function operation({ name, reader }: WireMessage, channel: string): unknown {
  return {
    action: reader === "server" ? "receive" : "send",
    channel: { $ref: `#/channels/${channel}` },
    messages: [{ $ref: `#/channels/${channel}/messages/${name}` }],
  };
}

function messageObject({ name, definition }: WireMessage, model: WireModel): unknown {
  const { description: summary } = model.definitions.get(definition) ?? {};
  return {
    name,
    ...(summary !== undefined && { summary }),
    contentType: "application/json",
    payload: { $ref: `${components}${definition}` },
  };
}

function handshakeHeaders({ subprotocols }: WireModel): unknown {
  return {
    type: "object",
    properties: {
      "Sec-WebSocket-Protocol": {
        type: "string",
        description: `The versions that the client speaks: ${subprotocols.join(", ")}. None: version 1, without a welcome.`,
      },
    },
  };
}

function securitySchemes({ sessionCookieName }: WireModel): unknown {
  return {
    bearer: { type: "http", scheme: "bearer", description: "Authorization: Bearer with a token, `tw_…`." },
    session: {
      type: "httpApiKey",
      in: "cookie",
      name: sessionCookieName,
      description: "What a browser got for its token at POST /api/v1/session.",
    },
    subprotocol: {
      type: "httpApiKey",
      in: "header",
      name: "Sec-WebSocket-Protocol",
      description:
        "`trainwire.v1, trainwire.token.` and the base64url of the token's text; only the first is selected.",
    },
  };
}

function description({ closeCodes }: WireModel): string {
  const rows = Object.entries(closeCodes).map(
    ([code, { name, meaning, retry }]) =>
      `- ${code} \`${name ?? ""}\`: ${meaning} ${retry ? "Connect again." : "Do not connect again."}`,
  );
  return `Both sockets of the Trainwire protocol, version 1; PROTOCOL.md says what is meant. Readers ignore types and fields that they do not know.\n\nClose codes:\n\n${rows.join("\n")}`;
}
