/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { hasPython, pythonJudgements, schemaJudge, type Text, zodJudge } from "../testing/judges.ts";
import { repository } from "../testing/protocol-copy.ts";
import { acceptedTexts } from "../testing/wire-samples.ts";
import { Fixture, findPackage, readJsonFile, textOfFixture } from "../version/package-folder.ts";
import { readWireModel } from "./wire-model.ts";

const samplesOfEach = 200;
const protocol = join(repository, "packages/protocol");
const model = await readWireModel(findPackage(repository));
const names = model.messages.map(({ name }) => name);
const fixtures = (["valid", "invalid"] as const).flatMap((kind) =>
  readdirSync(join(protocol, "fixtures", kind))
    .filter((name) => names.includes(name))
    .flatMap((name) =>
      readdirSync(join(protocol, "fixtures", kind, name)).map((file) => ({
        id: `${kind}/${name}/${file.replace(/\.json$/, "")}`,
        isValid: kind === "valid",
        message: name,
        text: textOfFixture(Fixture.parse(readJsonFile(join(protocol, "fixtures", kind, name, file)))),
      })),
    ),
);
const samples = model.messages.flatMap((message) =>
  acceptedTexts(message, samplesOfEach).map((text): Text => ({ message: message.name, text })),
);

const Differences = z.array(
  z.object({
    fixture: z.string(),
    by: z.array(z.enum(["zod", "json_schema", "python"])).min(1),
    reason: z.string().min(20),
  }),
);
const listed = Differences.parse(parse(readFileSync(join(protocol, "spec/differences.yaml"), "utf8")));

const byZod = zodJudge(model);
const bySchema = schemaJudge(model);
let byPython: ReadonlyMap<Text, boolean>;
beforeAll(async () => {
  const texts: Text[] = [...fixtures, ...samples].map(({ message, text }) => ({ message, text }));
  if (!hasPython) console.warn("needs Python 3.11 or newer (TRAINWIRE_PYTHON): its judgement is skipped");
  const judgements = !hasPython ? [] : await pythonJudgements(texts);
  byPython = new Map([...fixtures, ...samples].map((text, at) => [text, judgements[at] === true]));
}, 60_000);

describe.each(names)("%s", (name) => {
  const own = samples.filter(({ message }) => message === name);

  it(`has ${samplesOfEach} generated samples that its readers take`, () => {
    expect(own).toHaveLength(samplesOfEach);
  });

  it("is taken by its JSON Schema wherever its readers take it", () => {
    expect(own.filter((sample) => !bySchema(sample))).toEqual([]);
  });

  it.skipIf(!hasPython)("is taken by its Python type wherever its readers take it", () => {
    expect(own.filter((sample) => byPython.get(sample) !== true)).toEqual([]);
  });
});

describe.each(model.drafts)("the draft's $name", (message) => {
  it("is taken by its JSON Schema wherever its readers take it", () => {
    const own = acceptedTexts(message, samplesOfEach);
    expect(own).toHaveLength(samplesOfEach);
    expect(own.filter((text) => !bySchema({ message: message.name, text }))).toEqual([]);
  });
});

describe("fixtures", () => {
  it.skipIf(!hasPython)(
    "are judged alike by zod, JSON Schema and Python, but for the listed differences",
    () => {
      const found = fixtures.flatMap((fixture) => {
        const judgements = {
          zod: byZod(fixture),
          json_schema: bySchema(fixture),
          python: byPython.get(fixture) === true,
        };
        const by = Object.entries(judgements).filter(([, takes]) => takes !== fixture.isValid);
        return by.length === 0 ? [] : [{ fixture: fixture.id, by: by.map(([judge]) => judge) }];
      });
      const expected = listed.map(({ fixture, by }) => ({ fixture, by }));
      expect(sorted(found)).toEqual(sorted(expected));
    },
  );
});

function sorted<T extends { fixture: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.fixture < b.fixture ? -1 : 1));
}
