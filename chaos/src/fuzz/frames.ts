import * as fc from "fast-check";
import { frameOf, opcodes, textFrame } from "../harness/frame.ts";
import { fixtures } from "./fixtures.ts";
import { texts, trainIds } from "./texts.ts";

/** What one socket is sent. */
export interface SocketCase {
  readonly kind: "socket";
  readonly endpoint: "/ws" | "/ws/training/fuzz-a" | "/ws/training/fuzz-b?after_seq=0";
  readonly frames: readonly Buffer[];
}

const messages = fixtures(
  "subscribe_training",
  "unsubscribe_training",
  "subscribe_trainings",
  "unsubscribe_trainings",
  "ping",
  "training_update",
);

const afterSeq = fc.oneof(fc.nat({ max: 300 }), fc.integer(), fc.double(), fc.maxSafeNat());

const generated = fc
  .record(
    {
      type: fc.constantFrom("subscribe_training", "unsubscribe_training", "subscribe_trainings", "ping"),
      train_id: trainIds,
      after_seq: afterSeq,
      stream_id: fc.string({ maxLength: 10 }),
      id: fc.oneof(fc.string({ maxLength: 150 }), fc.integer()),
    },
    { requiredKeys: ["type"] },
  )
  .map((message) => JSON.stringify(message));

const text = texts(fc.oneof(fc.constantFrom(...messages), generated));
const anyBytes = fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes));

/** Frames that RFC 6455 does not allow, or that version 1 does not take. */
const wrongFrame = fc
  .record(
    {
      opcode: fc.nat({ max: 15 }),
      isFinal: fc.boolean(),
      isMasked: fc.boolean(),
      reserved: fc.nat({ max: 7 }),
      claimedLength: fc.constantFrom(0, 5, 200, 65_536, 70_000, 2 ** 31, 2 ** 40),
      payload: fc.oneof(
        anyBytes,
        text.map((value) => Buffer.from(value)),
      ),
    },
    { requiredKeys: ["opcode", "payload"] },
  )
  .map(({ payload, ...options }) => frameOf(payload, options));

const frame = fc.oneof(
  { weight: 10, arbitrary: text.map(textFrame) },
  { weight: 1, arbitrary: anyBytes.map((payload) => frameOf(payload, { opcode: opcodes.ping })) },
);

/** Sockets that are sent one frame after the other, and at last maybe one that ends them. */
export const socketCases: fc.Arbitrary<SocketCase> = fc
  .record({
    endpoint: fc.constantFrom<SocketCase["endpoint"]>(
      "/ws",
      "/ws",
      "/ws",
      "/ws/training/fuzz-a",
      "/ws/training/fuzz-b?after_seq=0",
    ),
    frames: fc.array(frame, { minLength: 5, maxLength: 60, size: "max" }),
    last: fc.array(wrongFrame, { maxLength: 1 }),
  })
  .map(({ endpoint, frames, last }) => ({ kind: "socket", endpoint, frames: [...frames, ...last] }));
