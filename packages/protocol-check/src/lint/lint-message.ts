import { describeValues } from "../shape/describe-shape.ts";
import { below } from "../shape/difference.ts";
import { resolved } from "../shape/pair-options.ts";
import type { Shape } from "../shape/shape.ts";
import type { Surface, SurfaceMessage } from "../surface.ts";

/** A way of writing a schema that makes every later addition a break. */
export interface LintFinding {
  readonly lint: "closed_list" | "closed_union" | "strict_object";
  readonly message: string;
  readonly path: string;
  readonly says: string;
  /** Why it is let pass, as the list of allowed things says. */
  readonly allowed?: string;
}

/**
 * What will make additions a break: strict objects anywhere, and closed lists and unions in what a server writes,
 * since those who read it cannot be brought up to date with it. A server refuses a request with a code instead.
 */
export function lintSurface(surface: Surface): LintFinding[] {
  return [...surface.messages.values()].flatMap((message) => lintShape(message, message.shape, ""));
}

const maxDepth = 8;

function lintShape(message: SurfaceMessage, wrapped: Shape, path: string): LintFinding[] {
  const shape = resolved(wrapped);
  if (path.split(/[.[]/).length > maxDepth) return [];
  const isRead = message.reader !== "server";
  const found = (lint: LintFinding["lint"], says: string): LintFinding[] => {
    return [{ lint, message: message.name, path, says }];
  };
  switch (shape.kind) {
    case "values": {
      const texts = shape.values.filter((value) => typeof value === "string");
      if (!isRead || shape.open || texts.length === 0) return [];
      return found(
        "closed_list",
        `is only ${describeValues(texts)}: a reader of this version refuses any value to come`,
      );
    }
    case "object": {
      const strict =
        shape.unknown === "refused"
          ? found("strict_object", "refuses fields that it does not know: every field to come is a break")
          : [];
      const fields = [...shape.fields]
        .filter(([name, field]) => !isMark(name, path, field.shape))
        .flatMap(([name, field]) => lintShape(message, field.shape, below(path, name)));
      return [...strict, ...fields];
    }
    case "array":
      return lintShape(message, shape.element, below(path, "[]"));
    case "tuple":
      return shape.items.flatMap((item) => lintShape(message, item, below(path, "[]")));
    case "record":
      return lintShape(message, shape.value, below(path, "*"));
    case "union": {
      const objects = shape.options.filter((option) => resolved(option).kind === "object");
      const closed =
        isRead && objects.length > 1
          ? found("closed_union", "is one of some objects: a reader of this version refuses any kind to come")
          : [];
      return [...closed, ...shape.options.flatMap((option) => lintShape(message, option, path))];
    }
    case "tolerant":
      return shape.how === "catch" ? [] : lintShape(message, shape.inner, path);
    default:
      return [];
  }
}

/** The `type` of a message, by which readers set aside what they do not know. */
function isMark(name: string, path: string, shape: Shape): boolean {
  return name === "type" && path === "" && shape.kind === "values" && shape.values.length === 1;
}
