import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CheckError } from "../errors.ts";
import type { SurfaceCode } from "../surface.ts";
import { bundleProtocol, importBundle } from "../version/bundle.ts";
import { entryOf, type PackageFolder } from "../version/package-folder.ts";
import { describeDefinitions, readDocumentation } from "./documentation.ts";
import type { Definitions, JsonSchema } from "./json-schema.ts";

/** A message, with the name of the definition that its text fits. */
export interface WireMessage {
  readonly name: string;
  readonly writer: string;
  readonly reader: string;
  readonly carrier: "socket" | "body" | "query";
  readonly definition: string;
  /** The schema of what its text may say, as zod has it. */
  readonly schema: z.ZodType;
  readonly read: (text: string) => { readonly kind: "message" | "unknown" | "invalid" };
}

/** A request of the REST part. */
export interface WireRoute {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly need: string;
  readonly query?: string;
  readonly body?: string;
  readonly answers: Readonly<Record<string, { message: string } | { file: string } | "empty">>;
  readonly hasEtag?: boolean;
}

/** All that the artifacts are made of. */
export interface WireModel {
  /** The version of the package. */
  readonly version: string;
  readonly subprotocols: readonly string[];
  readonly messages: readonly WireMessage[];
  /** What a version that is tried out says otherwise; a frame of it holds the others, too. */
  readonly drafts: readonly WireMessage[];
  /** Every schema that the package exports, as its readers take it, by its name there. */
  readonly definitions: Definitions;
  readonly routes: readonly WireRoute[];
  readonly errorsOf: (route: WireRoute) => string[];
  readonly errorCodes: Readonly<Record<string, SurfaceCode>>;
  readonly closeCodes: Readonly<Record<string, SurfaceCode>>;
  readonly limits: Readonly<Record<string, number>>;
  readonly sessionCookieName: string;
}

type ModuleMessage = Omit<WireMessage, "definition"> & { readonly written?: z.ZodType };

interface ProtocolModule
  extends Omit<WireModel, "version" | "definitions" | "messages" | "drafts" | "subprotocols"> {
  readonly messages: readonly ModuleMessage[];
  readonly draftMessages: readonly ModuleMessage[];
  readonly supportedSubprotocols: readonly string[];
}

/**
 * Reads what artifacts are made of from the sources of a protocol package, and what they say from its comments and
 * PROTOCOL.md.
 *
 * @throws CheckError `bad_version` if a message's schema is not exported.
 */
export async function readWireModel({ folder, version }: PackageFolder): Promise<WireModel> {
  const code = await bundleProtocol(entryOf(folder), folder);
  const module = (await importBundle(code, folder)) as ProtocolModule;
  const schemas = new Map(
    Object.entries(module)
      .filter((entry): entry is [string, z.ZodType] => "_zod" in Object(entry[1]))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const names = new Map([...schemas].map(([name, schema]) => [schema, name]));
  const defined = ({ written, ...message }: ModuleMessage): WireMessage => {
    const schema = written ?? message.schema;
    const definition = names.get(schema);
    if (definition === undefined)
      throw new CheckError("bad_version", `the schema of ${message.name} is not exported by index.ts`);
    return { ...message, schema, definition };
  };
  const messages = module.messages.map(defined);
  const drafts = module.draftMessages.map(defined);
  const sources = globSync("{.,v*}/*.ts", { cwd: join(folder, "src") }).sort();
  const documentation = readDocumentation({
    sources: sources.map((file) => readFileSync(join(folder, "src", file), "utf8")),
    page: readFileSync(join(folder, "../../PROTOCOL.md"), "utf8"),
  });
  return {
    ...module,
    version,
    subprotocols: module.supportedSubprotocols,
    messages,
    drafts,
    definitions: describeDefinitions(render(schemas), documentation, messages),
  };
}

function render(schemas: ReadonlyMap<string, z.ZodType>): Definitions {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of schemas) registry.add(schema, { id });
  const rendered = z.toJSONSchema(registry, {
    io: "input",
    unrepresentable: "any",
    uri: (id) => `#/$defs/${id}`,
  });
  const entries = Object.entries(rendered.schemas as Record<string, JsonSchema>);
  return new Map(entries.map(([name, { $schema: _schema, $id: _id, ...schema }]) => [name, schema]));
}
