import protobuf from "protobufjs/light.js";

/** What of TensorFlow's event.proto, summary.proto and tensor.proto holds scalars; every other field is leapt over. */
const { root } = protobuf.Root.fromJSON({
  nested: {
    Event: {
      fields: {
        wallTime: { type: "double", id: 1 },
        step: { type: "int64", id: 2 },
        summary: { type: "Summary", id: 5 },
      },
    },
    Summary: { fields: { value: { rule: "repeated", type: "Value", id: 1 } } },
    Value: {
      fields: {
        tag: { type: "string", id: 1 },
        simpleValue: { type: "float", id: 2 },
        tensor: { type: "Tensor", id: 8 },
        metadata: { type: "Metadata", id: 9 },
      },
    },
    Metadata: { fields: { pluginData: { type: "PluginData", id: 1 } } },
    PluginData: { fields: { pluginName: { type: "string", id: 1 } } },
    Tensor: {
      fields: {
        dtype: { type: "int32", id: 1 },
        shape: { type: "Shape", id: 2 },
        content: { type: "bytes", id: 4 },
        floats: { rule: "repeated", type: "float", id: 5 },
        doubles: { rule: "repeated", type: "double", id: 6 },
        ints: { rule: "repeated", type: "int32", id: 7 },
        longs: { rule: "repeated", type: "int64", id: 10 },
      },
    },
    Shape: { fields: { dim: { rule: "repeated", type: "Dimension", id: 2 } } },
    Dimension: { fields: { size: { type: "int64", id: 1 } } },
  },
});
const Event = root.lookupType("Event");

interface DecodedTensor {
  readonly dtype?: number;
  readonly shape?: { readonly dim?: readonly unknown[] };
  readonly content?: Uint8Array;
  readonly floats?: readonly number[];
  readonly doubles?: readonly number[];
  readonly ints?: readonly number[];
  readonly longs?: readonly number[];
}

interface DecodedEvent {
  readonly wallTime?: number;
  readonly step?: number;
  readonly summary?: {
    readonly value?: readonly {
      readonly tag?: string;
      readonly simpleValue?: number;
      readonly tensor?: DecodedTensor;
      readonly metadata?: { readonly pluginData?: { readonly pluginName?: string } };
    }[];
  };
}

/** The scalars that were written together, and when. */
export interface ScalarEvent {
  readonly step: number;
  /** Seconds since the epoch, by the trainer's clock. */
  readonly wallTime: number;
  readonly scalars: readonly { readonly tag: string; readonly value: number }[];
}

/**
 * Reads the scalars of an event, in the old form (`simple_value`) and the new (a tensor without dimensions).
 * @throws Error if the bytes are no event.
 */
export function readEvent(bytes: Uint8Array): ScalarEvent {
  const decoded = Event.toObject(Event.decode(bytes), { longs: Number }) as DecodedEvent;
  const scalars = (decoded.summary?.value ?? []).flatMap(({ tag, simpleValue, tensor, metadata }) => {
    const plugin = metadata?.pluginData?.pluginName;
    const value =
      simpleValue ?? (plugin === undefined || plugin === "scalars" ? scalarOf(tensor) : undefined);
    return tag === undefined || value === undefined ? [] : [{ tag, value }];
  });
  return { step: decoded.step ?? 0, wallTime: decoded.wallTime ?? 0, scalars };
}

/** TensorFlow's numbers of the types that scalars have, and how each is read from packed bytes. */
const packed: Readonly<Record<number, (view: DataView) => number>> = {
  1: (view) => view.getFloat32(0, true),
  2: (view) => view.getFloat64(0, true),
  3: (view) => view.getInt32(0, true),
  9: (view) => Number(view.getBigInt64(0, true)),
};
const packedBytes: Readonly<Record<number, number>> = { 1: 4, 2: 8, 3: 4, 9: 8 };

function scalarOf(tensor: DecodedTensor | undefined): number | undefined {
  if (tensor === undefined || (tensor.shape?.dim ?? []).length > 0) return undefined;
  const { dtype = 0, content, floats, doubles, ints, longs } = tensor;
  const read = packed[dtype];
  if (content && read && content.length === packedBytes[dtype]) {
    return read(new DataView(content.buffer, content.byteOffset, content.length));
  }
  // A value of the type's own list; an empty one stands for 0, as protocol buffers leave it out.
  const list = { 1: floats, 2: doubles, 3: ints, 9: longs }[dtype];
  return read === undefined ? undefined : (list?.[0] ?? 0);
}
