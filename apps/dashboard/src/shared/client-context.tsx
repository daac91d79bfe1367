import type { TrainwireClient } from "@trainwire/client";
import { createContext, type ReactNode, use } from "react";

const ClientContext = createContext<TrainwireClient | null>(null);

/** Gives one client, and so one socket, to everything below. */
export function ClientProvider({ client, children }: { client: TrainwireClient; children: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The page's client. Throws a TypeError outside of a `ClientProvider`. */
export function useClient(): TrainwireClient {
  const client = use(ClientContext);
  if (client === null) throw new TypeError("useClient needs a ClientProvider above it");
  return client;
}
