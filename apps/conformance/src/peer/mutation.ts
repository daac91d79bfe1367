import type { IncomingHttpHeaders } from "node:http";
import type { PeerOptions } from "./options.ts";
import type { PeerSocket } from "./peer-socket.ts";
import type { ReferenceStore } from "./store.ts";

/** How a handshake is to be answered. */
export type UpgradeVerdict =
  | { readonly kind: "accept"; readonly protocol?: string; readonly welcome: boolean }
  | { readonly kind: "refuse"; readonly status: number; readonly body: Record<string, unknown> };

/** A request as the peer sees it. */
export interface PeerRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer before it is written. */
export interface PeerAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A message as loosely as a fault needs it. */
// oxlint-disable-next-line typescript/no-explicit-any -- a fault may build any message, also a wrong one
export type AnyMessage = Record<string, any>;

/**
 * A fault, laid over the peer at the places where bytes enter and leave it. Each tap that is absent leaves the
 * peer as it is.
 */
export interface Mutation {
  readonly options?: Partial<PeerOptions>;
  /** Changes the verdict on a handshake. */
  upgrade?(verdict: UpgradeVerdict, request: PeerRequest): UpgradeVerdict;
  /** Told of every socket that was accepted. */
  opened?(socket: PeerSocket): void;
  /** Changes a text frame of a viewer before it is read; `undefined` swallows it. */
  receive?(text: string, socket: PeerSocket): string | undefined;
  /** Changes what is sent for one message: none, another, several; a string goes out as it is. */
  send?(message: AnyMessage, socket: PeerSocket): readonly (AnyMessage | string)[];
  /** Changes a close code; `undefined` leaves the socket open. */
  close?(code: number, socket: PeerSocket): number | undefined;
  /** Changes a request before it is served. */
  request?(request: PeerRequest): PeerRequest;
  /** Changes an answer before it is written. */
  answer?(answer: PeerAnswer, request: PeerRequest): PeerAnswer | Promise<PeerAnswer>;
  /** Damages the store before the peer starts anew. */
  restart?(store: ReferenceStore): void;
}
