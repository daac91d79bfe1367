import { hasImage, imageBytes } from "./docker.ts";

/** What became of an image. */
export interface ImageReport {
  readonly name: string;
  readonly verdict: "built" | "present" | "missing";
  /** How long it took; undefined where nothing was done. */
  readonly ms?: number;
  readonly tag: string;
}

/** Prints one line for an image: name, verdict, seconds, size in MB and tag. */
export function report({ name, verdict, ms, tag }: ImageReport): void {
  const seconds = ms === undefined ? "" : `${(ms / 1000).toFixed(1)} s`;
  const size = hasImage(tag) ? `${Math.round(imageBytes(tag) / 1e6)} MB` : "";
  console.log(`${name.padEnd(16)} ${verdict.padEnd(8)} ${seconds.padStart(8)} ${size.padStart(8)}  ${tag}`);
}
