import { limits } from "@trainwire/protocol";

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
};
