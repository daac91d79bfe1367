import type { TargetOptions } from "./open-targets.ts";

const flags: readonly (readonly [name: keyof TargetOptions, flag: string])[] = [
  ["server", "--server"],
  ["serverCmd", "--server-cmd"],
  ["serverImage", "--server-image"],
  ["clientCmd", "--client-cmd"],
  ["clientImage", "--client-image"],
  ["clientShows", "--client-shows"],
  ["trainerCmd", "--trainer-cmd"],
  ["trainerImage", "--trainer-image"],
  ["gpus", "--gpus"],
  ["tokenFile", "--token-file"],
  ["recipe", "--recipe"],
];

/** The command line that plays one case again, without any token. */
export function reproCommand(options: TargetOptions, caseId: string): string {
  const given = flags.flatMap(([name, flag]) => {
    const value = options[name];
    return value === undefined ? [] : [flag, quote(String(value))];
  });
  const draft = options.draft ? ["--draft"] : [];
  const parts = [
    "trainwire-conformance run --role",
    options.role,
    ...given,
    ...draft,
    "--time-scale",
    options.timeScale,
  ];
  return [...parts, "--case", caseId].join(" ");
}

/** A word of a shell's command line, whatever it holds. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
