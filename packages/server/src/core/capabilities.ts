/** What this server can do beyond the least that version 1 asks for; `tokens` says that they are needed. */
export function capabilitiesOf({
  needsTokens,
  hasRecipes,
}: {
  readonly needsTokens: boolean;
  readonly hasRecipes: boolean;
}): readonly string[] {
  return [
    "resume",
    "trainings",
    "commands",
    "alerts",
    ...(hasRecipes ? ["recipes"] : []),
    ...(needsTokens ? ["tokens"] : []),
  ];
}
