/** One leaf of a configuration. */
export interface ConfigRow {
  /** Its keys, joined with dots. */
  readonly path: string;
  /** Its value as JSON, texts without quotes. */
  readonly text: string;
}

/** The leaves of a configuration in its own order; arrays and empty objects are leaves. */
export function configRows(config: Readonly<Record<string, unknown>> | null, prefix = ""): ConfigRow[] {
  return Object.entries(config ?? {}).flatMap(([key, value]): ConfigRow[] => {
    const path = `${prefix}${key}`;
    if (isBranch(value)) return configRows(value, `${path}.`);
    return [{ path, text: typeof value === "string" ? value : JSON.stringify(value) }];
  });
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}
