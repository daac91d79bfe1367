import { useSyncExternalStore } from "react";
import type { TrainwireClient } from "../connect.ts";
import type { ConnectionState } from "../link/connection-state.ts";

/** How the client is connected; renders again when that changes. */
export function useConnection(client: TrainwireClient): ConnectionState {
  const { subscribe, get } = client.connection;
  return useSyncExternalStore(subscribe, get, get);
}
