import { limits } from "@trainwire/protocol";
import type { Case } from "../define-case.ts";

/** What may be set on the peer. */
export interface PeerOptions {
  readonly heartbeatMs: number;
  /** Least time between two list updates on one socket. */
  readonly listIntervalMs: number;
  readonly maxFrameBytes: number;
  readonly maxSubscriptions: number;
  readonly maxBadMessages: number;
  /** Beyond this a viewer is sent the newest state instead of every update. */
  readonly maxBufferedBytes: number;
  readonly maxBodyBytes: number;
  /** Whether sockets are asked for a sign of life at all. */
  readonly heartbeats: boolean;
  /** How long a trainer may leave a cancel unanswered before its training ends. */
  readonly cancelGraceMs: number;
  /** How long a connection may take until its first request has come; 0 = as long as it likes. */
  readonly handshakeMs: number;
  /** Whether requests need a token. */
  readonly tokens: boolean;
}

/** Small enough for fast tests. */
export const defaultPeerOptions: PeerOptions = {
  heartbeatMs: 500,
  listIntervalMs: 1000,
  maxFrameBytes: limits.maxFrameBytes,
  maxSubscriptions: 5,
  maxBadMessages: limits.maxBadMessages,
  maxBufferedBytes: 256 * 1024,
  maxBodyBytes: limits.maxIngestBytes,
  heartbeats: true,
  cancelGraceMs: 500,
  handshakeMs: 0,
  tokens: false,
};

/** What the peer must be like for a case to apply to it. */
export function peerOptionsFor({ header }: Case): Partial<PeerOptions> {
  return { tokens: header.requires.includes("tokens") };
}
