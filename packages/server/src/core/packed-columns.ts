/** How a column is written. Numbers are little-endian; `base` and `stride` are 64-bit floats. */
const progression = 0; // base, stride: value i is base + i * stride
const wholeIn1Byte = 1; // base, then one offset a value; likewise the next two
const wholeIn2Bytes = 2;
const wholeIn4Bytes = 4;
const anyNumber = 8; // one 64-bit float a value

interface Shape {
  readonly code: number;
  readonly base: number;
  readonly stride: number;
}

/**
 * Writes columns of the same length as bytes, lossless: NaN, infinities and -0 come back as they were. Steps and
 * positions mostly take no byte a value, times two, measured values eight.
 */
export function packColumns(columns: readonly Float64Array[]): Uint8Array {
  const length = columns[0]?.length ?? 0;
  const shapes = columns.map(shapeOf);
  const size = shapes.reduce((sum, shape) => sum + sizeOf(shape, length), 4);
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, length, true);
  let offset = 4;
  for (const [index, column] of columns.entries()) {
    const shape = shapes[index] as Shape;
    write(view, offset, { shape, column });
    offset += sizeOf(shape, length);
  }
  return new Uint8Array(view.buffer);
}

/** What `packColumns` makes of the columns in `packed` and one more of their length. */
export function appendColumn(packed: Uint8Array, column: Float64Array): Uint8Array {
  const shape = shapeOf(column);
  const bytes = new Uint8Array(packed.length + sizeOf(shape, column.length));
  bytes.set(packed);
  write(new DataView(bytes.buffer), packed.length, { shape, column });
  return bytes;
}

/** Reads what `packColumns` wrote. */
export function unpackColumns(bytes: Uint8Array): Float64Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const columns: Float64Array[] = [];
  for (let offset = 4; offset < view.byteLength; ) {
    const code = view.getUint8(offset);
    columns.push(read(view, offset, { code, length }));
    offset += sizeOf({ code, base: 0, stride: 0 }, length);
  }
  return columns;
}

function shapeOf(column: Float64Array): Shape {
  const base = column[0] ?? 0;
  const stride = (column[1] ?? base) - base;
  if (isProgression(column, base, stride)) return { code: progression, base, stride };
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of column) {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { code: anyNumber, base: 0, stride: 0 };
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const range = greatest - least;
  if (range <= 0xff) return { code: wholeIn1Byte, base: least, stride: 0 };
  if (range <= 0xffff) return { code: wholeIn2Bytes, base: least, stride: 0 };
  if (range <= 0xffffffff) return { code: wholeIn4Bytes, base: least, stride: 0 };
  return { code: anyNumber, base: 0, stride: 0 };
}

function isProgression(column: Float64Array, base: number, stride: number): boolean {
  for (let index = 0; index < column.length; index += 1) {
    if (!Object.is(base + index * stride, column[index])) return false;
  }
  return true;
}

function sizeOf({ code }: Shape, length: number): number {
  if (code === progression) return 17;
  return code === anyNumber ? 1 + 8 * length : 9 + code * length;
}

function write(
  view: DataView,
  start: number,
  { shape, column }: { shape: Shape; column: Float64Array },
): void {
  const { code, base, stride } = shape;
  view.setUint8(start, code);
  if (code === anyNumber) {
    for (let index = 0; index < column.length; index += 1) {
      view.setFloat64(start + 1 + 8 * index, column[index] ?? 0, true);
    }
    return;
  }
  view.setFloat64(start + 1, base, true);
  if (code === progression) return view.setFloat64(start + 9, stride, true);
  for (let index = 0; index < column.length; index += 1) {
    const at = start + 9 + code * index;
    const rest = (column[index] ?? 0) - base;
    if (code === wholeIn1Byte) view.setUint8(at, rest);
    else if (code === wholeIn2Bytes) view.setUint16(at, rest, true);
    else view.setUint32(at, rest, true);
  }
}

function read(
  view: DataView,
  start: number,
  { code, length }: { code: number; length: number },
): Float64Array {
  const column = new Float64Array(length);
  if (code === anyNumber) {
    for (let index = 0; index < length; index += 1)
      column[index] = view.getFloat64(start + 1 + 8 * index, true);
    return column;
  }
  const base = view.getFloat64(start + 1, true);
  const stride = code === progression ? view.getFloat64(start + 9, true) : 0;
  for (let index = 0; index < length; index += 1) {
    const at = start + 9 + code * index;
    if (code === progression) column[index] = base + index * stride;
    else if (code === wholeIn1Byte) column[index] = base + view.getUint8(at);
    else if (code === wholeIn2Bytes) column[index] = base + view.getUint16(at, true);
    else column[index] = base + view.getUint32(at, true);
  }
  return column;
}
