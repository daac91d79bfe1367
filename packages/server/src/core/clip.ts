/** The text, or its beginning and an ellipsis if it is longer than `maxLength` characters. Halves no character. */
export function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
