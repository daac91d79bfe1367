import { TriangleAlert } from "lucide-react";
import { type Reading, readingText } from "../reading.ts";

/** What `ReadingValue` shows. */
export interface ReadingValueProps {
  readonly reading: Reading;
  readonly format: (value: number) => string;
}

/** A measured value; NaN and Infinity stand out, and what nobody reported is a faint dash. */
export function ReadingValue({ reading, format }: ReadingValueProps) {
  const text = readingText(reading, format);
  if (reading.kind === "number") return <span className="whitespace-nowrap">{text}</span>;
  if (reading.kind === "absent") return <span className="text-faint">{text}</span>;
  return (
    <span className="inline-flex items-center gap-1 align-bottom font-semibold whitespace-nowrap text-bad">
      <TriangleAlert aria-hidden="true" size={13} />
      {text}
    </span>
  );
}
