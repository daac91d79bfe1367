import { expect, test } from "vitest";
import { classCount, loadDigits, pixelCount } from "./data.ts";

const digits = await loadDigits();

test("all 10,000 digits are there, a fifth of them held out", () => {
  expect(digits.train.length + digits.heldOut.length).toBe(10_000);
  expect(digits.heldOut.length / 10_000).toBeCloseTo(0.2, 2);
});

test("no digit is both learned from and held out", () => {
  const learned = new Set(digits.train.map(({ pixels }) => pixels.join()));
  expect(learned.size).toBe(digits.train.length);
  expect(digits.heldOut.filter(({ pixels }) => learned.has(pixels.join()))).toEqual([]);
});

test("every run holds out the same digits", async () => {
  expect((await loadDigits()).heldOut).toEqual(digits.heldOut);
});

test("the beginning of a set has every label equally often", () => {
  for (const set of [digits.train, digits.heldOut]) {
    const labels = set.slice(0, 100).map(({ label }) => label);
    for (let label = 0; label < classCount; label += 1) {
      expect(labels.filter((each) => each === label)).toHaveLength(10);
    }
  }
});

test("a digit is 28 × 28 pixels from 0 to 1, most of them blank", () => {
  for (const { pixels } of [...digits.train, ...digits.heldOut]) {
    expect(pixels).toHaveLength(pixelCount);
    expect(pixels.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
    expect(pixels.filter((ink) => ink === 0).length).toBeGreaterThan(pixelCount * 0.4);
  }
});
