import {
  BatchReader,
  type Decoded,
  type DraftSubprotocol,
  decodeServerMessage,
  draftSubprotocols,
  type ServerMessage,
  type Subprotocol,
  supportedSubprotocols,
} from "@trainwire/protocol";
import { TrainwireClientError } from "../errors.ts";

/** A version of the protocol that the client can speak. */
export type ProtocolVersion = Subprotocol | DraftSubprotocol;

const known: readonly string[] = [...supportedSubprotocols, ...draftSubprotocols];

/**
 * The versions to offer; by default those that are released.
 *
 * @throws TrainwireClientError `bad_option`
 */
export function readVersions(
  versions: readonly ProtocolVersion[] = supportedSubprotocols,
): readonly ProtocolVersion[] {
  if (versions.length > 0 && versions.every((version) => known.includes(version))) return versions;
  throw new TrainwireClientError("bad_option", {
    message: `versions is ${JSON.stringify(versions)}; expected some of ${known.join(", ")}.`,
  });
}

/** Reads the frames of one socket, in the version that it agreed on, as messages of version 1. */
export function frameReader(protocol: string): (text: string) => readonly Decoded<ServerMessage>[] {
  if (!draftSubprotocols.some((draft) => draft === protocol)) return (text) => [decodeServerMessage(text)];
  const batches = new BatchReader();
  return (text) => batches.read(text);
}
