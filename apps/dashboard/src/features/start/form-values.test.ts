import type { RecipeParameter } from "@trainwire/protocol";
import { expect, test } from "vitest";
import { checkTyped, initialTyped } from "./form-values.ts";

const parameters: RecipeParameter[] = [
  { name: "steps", type: "integer", title: "Steps", default: 400, min: 1, max: 1000 },
  { name: "lr", type: "number", title: "Learning rate" },
  { name: "device", type: "choice", title: "Device", default: "cpu", choices: ["cpu", "cuda"] },
  { name: "shuffle", type: "boolean", title: "Shuffle", default: true },
  { name: "label", type: "text", title: "Label", default: "none" },
];

test("a form begins with the defaults, and what has none has to be given", () => {
  const typed = initialTyped(parameters);
  expect(typed).toEqual({ steps: "400", lr: "", device: "cpu", shuffle: true, label: "none" });
  const checked = checkTyped(parameters, typed);
  expect(checked.ok ? [] : Object.keys(checked.problems)).toEqual(["lr"]);
});

test("what fits is given as what it is, and an empty field as its default", () => {
  expect(
    checkTyped(parameters, { steps: "", lr: "1e-3", device: "cuda", shuffle: false, label: "" }),
  ).toEqual({
    ok: true,
    params: { steps: 400, lr: 0.001, device: "cuda", shuffle: false, label: "none" },
  });
});

test("each field is told its own problem", () => {
  const checked = checkTyped(parameters, {
    steps: "1.5",
    lr: "fast",
    device: "tpu",
    shuffle: true,
    label: "x",
  });
  expect(checked.ok || checked.problems).toEqual({
    steps: "Has to be a whole number.",
    lr: "Has to be a number.",
    device: "must be one of cpu, cuda",
  });
});
