import { describe, expect, it } from "vitest";
import { paramsSchema, type RecipeParameter } from "./index.ts";

const parameters: RecipeParameter[] = [
  { name: "steps", type: "integer", title: "Steps", default: 400, min: 1, max: 1000 },
  { name: "learning-rate", type: "number", title: "Learning rate", min: 0 },
  { name: "shuffle", type: "boolean", title: "Shuffle", default: true },
  { name: "device", type: "choice", title: "Device", default: "cpu", choices: ["cpu", "cuda"] },
  { name: "note", type: "text", title: "Note", default: "", max_length: 5 },
];
const needed = { "learning-rate": 0.1 };

describe("paramsSchema", () => {
  it("fills in defaults", () => {
    expect(paramsSchema(parameters).parse(needed)).toEqual({
      steps: 400,
      "learning-rate": 0.1,
      shuffle: true,
      device: "cpu",
      note: "",
    });
  });

  it.each([
    ["a parameter without a default is missing", {}, "learning-rate"],
    ["a parameter is unknown", { ...needed, stepz: 1 }, "stepz"],
    ["an integer has a fraction", { ...needed, steps: 1.5 }, "steps"],
    ["a number is too small", { ...needed, steps: 0 }, "steps"],
    ["a number is too large", { ...needed, steps: 1001 }, "steps"],
    ["a number is a text", { ...needed, steps: "7" }, "steps"],
    ["a choice is none of the choices", { ...needed, device: "tpu" }, "must be one of cpu, cuda"],
    ["a text is too long", { ...needed, note: "longer" }, "note"],
    ["a text has what no program can be given", { ...needed, note: "a\0b" }, "U+0000"],
    ["a truth is a text", { ...needed, shuffle: "yes" }, "shuffle"],
  ])("refuses params in which %s, and names it", (_what, params, name) => {
    const { success, error } = paramsSchema(parameters).safeParse(params);
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues)).toContain(name);
  });

  it("takes any text for a parameter whose type a newer server has added", () => {
    const later: RecipeParameter = { name: "when", type: "date", title: "When" };
    expect(paramsSchema([later]).parse({ when: "2026-11-22" })).toEqual({ when: "2026-11-22" });
  });
});
