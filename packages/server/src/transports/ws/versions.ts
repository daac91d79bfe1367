import {
  type DraftSubprotocol,
  draftSubprotocols,
  type Subprotocol,
  supportedSubprotocols,
} from "@trainwire/protocol";

/** A version that this server can speak. */
export type Version = Subprotocol | DraftSubprotocol;

/** The versions that a server speaks on `/ws`, the best first. */
export function spokenVersions(withDrafts: boolean): readonly Version[] {
  return withDrafts ? [...draftSubprotocols, ...supportedSubprotocols] : supportedSubprotocols;
}

/** Whether a version is one that is tried out. */
export function isDraft(version: Version): version is DraftSubprotocol {
  return draftSubprotocols.some((draft) => draft === version);
}
