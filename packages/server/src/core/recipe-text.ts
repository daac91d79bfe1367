import type { ParameterValue } from "@trainwire/protocol";

const place = /\{([a-z][a-z0-9_-]*)\}/g;

/** The names of the parameters that a template holds: `{name}`. Other braces stand for themselves. */
export function namesIn(template: string): string[] {
  return Array.from(template.matchAll(place), ([, name = ""]) => name);
}

/** A template with its parameters filled in; one that is not given stays as it is. */
export function fillIn(template: string, params: Readonly<Record<string, ParameterValue>>): string {
  return template.replace(place, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}
