import { inspect, isDeepStrictEqual } from "node:util";
import { describeIssues } from "@trainwire/protocol";
import type { z } from "zod";
import { ConformanceError } from "./errors.ts";

/** The assertions of one case. Each counts; a case that asserted nothing cannot pass. */
export class Checks {
  #count = 0;
  readonly #violations: string[] = [];

  /** How many assertions were made. */
  get count(): number {
    return this.#count;
  }

  /** Messages of the target that broke their schema, also those no expectation looked at. */
  get violations(): readonly string[] {
    return this.#violations;
  }

  /**
   * Asserts a fact.
   *
   * @throws ConformanceError `expectation` with `what` if it does not hold.
   */
  that(holds: boolean, what: string): void {
    this.#count += 1;
    if (!holds) throw new ConformanceError("expectation", what);
  }

  /**
   * Asserts deep equality.
   *
   * @throws ConformanceError `expectation` naming both values if they differ.
   */
  equal(actual: unknown, expected: unknown, what: string): void {
    const same = isDeepStrictEqual(actual, expected);
    this.that(same, `${what}: expected ${show(expected)}, got ${show(actual)}`);
  }

  /**
   * Asserts that a value is there, and returns it.
   *
   * @throws ConformanceError `expectation` if it is not.
   */
  present<T>(value: T | undefined, what: string): T {
    this.#count += 1;
    if (value === undefined) throw new ConformanceError("expectation", `${what} is missing`);
    return value;
  }

  /**
   * Asserts that a value fits its schema, and returns it parsed.
   *
   * @throws ConformanceError `expectation` naming the field that does not fit.
   */
  parse<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
    this.#count += 1;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new ConformanceError("expectation", `${what} breaks its schema: ${describeIssues(parsed.error)}`);
  }

  /** Notes a message that broke its schema: the case is red, whatever it expects next. */
  violation(problem: string): void {
    this.#violations.push(problem);
  }
}

function show(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 200 });
}
