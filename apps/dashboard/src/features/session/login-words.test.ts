import { expect, test } from "vitest";
import { malformedToken, problemWords } from "./login-words.ts";

const problem = { code: "unauthorized", message: "as the server says", retryAfterSeconds: null };

test("a text that can be no token costs no try", () => {
  expect(malformedToken("")).toBe("Paste your token.");
  expect(malformedToken("hunter2")).toMatch(/^This is no token/);
  expect(malformedToken(`tw_${"a".repeat(43)}`)).toBeNull();
});

test("each failure says what to do", () => {
  expect(problemWords(problem)).toMatch(/not valid/);
  expect(problemWords({ ...problem, code: "too_many_requests", retryAfterSeconds: 30 })).toMatch(/Wait 30 s/);
  expect(problemWords({ ...problem, code: "unreachable" })).toMatch(/does not answer/);
  expect(problemWords({ ...problem, code: "forbidden_origin" })).toBe("as the server says");
});
