/** Options by name, without their dashes; `true` is one without a value. */
export type ProgramOptions = Readonly<Record<string, string | number | true>>;

/** The options as arguments of a program. */
export function toArguments(options: ProgramOptions): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, `${value}`],
  );
}
