import { join } from "node:path";
import { findPackage } from "../version/package-folder.ts";
import { asyncApi } from "./asyncapi.ts";
import { clausesModule, readClauseRegister } from "./clause-register.ts";
import { publicDeclarations } from "./declarations.ts";
import { messageSchema, type View, versionOf } from "./json-schema-files.ts";
import { openApi } from "./openapi.ts";
import { pythonConstants, pythonMessages } from "./python-types.ts";
import { readWireModel, type WireModel } from "./wire-model.ts";

const spec = "packages/protocol/spec/generated";
const python = "sdks/python/src/trainwire/wire";

/** The module of the protocol that is made from the register of clauses. */
export const clausesPath = "packages/protocol/src/clauses.ts";

/** The folders in which nothing lies but what is generated. */
export const generatedFolders: readonly string[] = [spec];

/**
 * Every generated file of the repository, by its path in it.
 *
 * @param home The repository; its protocol package is built.
 */
export async function artifactFiles(home: string): Promise<Map<string, string>> {
  const found = findPackage(home);
  const register = readClauseRegister(join(found.folder, "spec/clauses.yaml"));
  const model = await readWireModel(found);
  return new Map([
    [clausesPath, clausesModule(register)],
    ...schemaFiles(model),
    [`${spec}/openapi.json`, json(openApi(model))],
    [`${spec}/asyncapi.json`, json(asyncApi(model))],
    [`${spec}/protocol.d.ts`, publicDeclarations(join(found.folder, "dist/index.d.ts"))],
    [`${python}/messages.py`, pythonMessages(model)],
    [`${python}/constants.py`, pythonConstants(model)],
  ]);
}

function schemaFiles(model: WireModel): [string, string][] {
  const views: readonly View[] = ["reader", "writer"];
  return [...model.messages, ...model.drafts].flatMap(({ name }) =>
    views.map((view): [string, string] => [
      `${spec}/${versionOf(model, name)}/${name}.${view}.json`,
      json(messageSchema(model, name, view)),
    ]),
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
