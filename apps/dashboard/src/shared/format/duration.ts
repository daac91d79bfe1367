const units = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3600 },
  { name: "m", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** Seconds as the two largest units: "3 m 20 s", "1 h 05 m", "2 d 3 h"; "0.4 s" below ten seconds. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const first = units.findIndex((unit) => whole >= unit.seconds);
  const large = units[first];
  const small = units[first + 1];
  if (large === undefined) return "–";
  const count = Math.floor(whole / large.seconds);
  if (small === undefined) return `${count} ${large.name}`;
  const rest = Math.floor((whole % large.seconds) / small.seconds);
  return `${count} ${large.name} ${String(rest).padStart(large.name === "d" ? 1 : 2, "0")} ${small.name}`;
}

/** Whole seconds left or passed, for texts that should not flicker: "8 s", "3 m 20 s". */
export function formatSeconds(seconds: number): string {
  return seconds < 9.95 ? `${Math.max(0, Math.round(seconds))} s` : formatDuration(seconds);
}

/** How long ago, in one unit: "12 s ago", "3 m ago", "2 h ago", "5 d ago"; a future time counts as now. */
export function formatAge(ageMs: number): string {
  const seconds = Math.max(0, ageMs) / 1000;
  const unit = units.find((candidate) => seconds >= candidate.seconds) ?? units[3];
  return `${Math.floor(seconds / unit.seconds)} ${unit.name} ago`;
}

/** How long ago, with tenths below ten seconds: "0.4 s ago". */
export function formatFineAge(ageMs: number): string {
  const tenths = Math.floor(Math.max(0, ageMs) / 100);
  return tenths < 100 ? `${(tenths / 10).toFixed(1)} s ago` : formatAge(ageMs);
}
