const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const prefixes = ["", "k", "M", "G", "T"] as const;

/** A count with thousands grouped: "12,500". */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** A measured value with four significant digits, in powers of ten when very small or large: "0.2341", "1.2e-5". */
export function formatMeasure(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1000 && size < 1e6) return String(Math.round(value));
  if (size >= 1e-3 && size < 1000) return trimmed(value.toPrecision(4));
  return trimmed(value.toExponential(3)).replace("e+", "e");
}

/** An amount with a decimal prefix and three significant digits: "1.2 k", "845", "3.04 M". */
export function formatAmount(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.01) return formatMeasure(value);
  const rounded = Math.abs(Number(value.toPrecision(3)));
  const power = Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log10(rounded || 1) / 3)));
  const scaled = trimmed((value / 1000 ** power).toPrecision(3));
  const plain = scaled.includes("e") ? String(Number(scaled)) : scaled;
  return power === 0 ? plain : `${plain} ${prefixes[power]}`;
}

/** A share of 100, rounded down so that 100% means done: "42%", with `digits` decimals "42.5%". */
export function formatPercent(percent: number, digits = 0): string {
  const factor = 10 ** digits;
  return `${(Math.floor(percent * factor + 1e-9) / factor).toFixed(digits)}%`;
}

/** Removes zeros that say nothing after the decimal point. */
function trimmed(text: string): string {
  return text.replace(/\.0+(?=e|$)|(\.\d*?[1-9])0+(?=e|$)/, "$1");
}
