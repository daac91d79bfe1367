/// <reference types="node" />
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { execa } from "execa";
import { messageSchema } from "../artifacts/json-schema-files.ts";
import type { WireModel } from "../artifacts/wire-model.ts";
import { repository } from "./protocol-copy.ts";

const python = process.env["TRAINWIRE_PYTHON"] ?? "python3";

/** Whether there is a Python to ask; in CI there has to be. */
export const hasPython =
  process.env["CI"] !== undefined ||
  spawnSync(python, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status === 0;

/** A text that is to be a message. */
export interface Text {
  readonly message: string;
  readonly text: string;
}

/** Whether zod, as the readers of this version use it, takes a text. */
export function zodJudge({ messages }: WireModel): (text: Text) => boolean {
  const byName = new Map(messages.map((message) => [message.name, message]));
  return ({ message, text }) => byName.get(message)?.read(text).kind === "message";
}

/** Whether the JSON Schema of a message's readers takes a text. */
export function schemaJudge(model: WireModel): (text: Text) => boolean {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictTuples: false });
  const validators = new Map(
    [...model.messages, ...model.drafts].map(({ name }) => [
      name,
      ajv.compile(messageSchema(model, name, "reader")),
    ]),
  );
  return ({ message, text }) => {
    try {
      return validators.get(message)?.(JSON.parse(text)) === true;
    } catch {
      return false;
    }
  };
}

/** Whether the Python types take each of the texts, asked in one process. */
export async function pythonJudgements(texts: readonly Text[]): Promise<boolean[]> {
  const { stdout } = await execa(python, ["-m", "tests.support.check_texts"], {
    cwd: join(repository, "sdks/python"),
    env: { PYTHONPATH: "src", PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" },
    input: texts.map((text) => `${asAscii(JSON.stringify(text))}\n`).join(""),
  });
  const lines = stdout.split("\n");
  if (lines.length !== texts.length)
    throw new TypeError(`${texts.length} texts were judged by ${lines.length} lines`);
  return lines.map((line) => line === "null");
}

/** Lone surrogates do not travel in UTF-8, but as escapes. */
function asAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
