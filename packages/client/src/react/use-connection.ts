import { useSyncExternalStore } from "react";
import type { ConnectionState } from "../link/connection-state.ts";
import type { TrainwireClient } from "../trainwire-client.ts";

/** How the client is connected; renders again when that changes. */
export function useConnection(client: TrainwireClient): ConnectionState {
  const { subscribe, get } = client.connection;
  return useSyncExternalStore(subscribe, get, get);
}
