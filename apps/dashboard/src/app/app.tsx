import { RouterProvider } from "@tanstack/react-router";
import type { TrainwireClient } from "@trainwire/client";
import { StrictMode } from "react";
import type { Session } from "../features/session/session.ts";
import { SessionProvider } from "../features/session/session-context.tsx";
import { SessionGate } from "../features/session/session-gate.tsx";
import { ClientProvider } from "../shared/client-context.tsx";
import { router } from "./router.tsx";

/** The whole dashboard on one client, behind a login where the server wants one. */
export function App({ client, session }: { client: TrainwireClient; session: Session }) {
  return (
    <StrictMode>
      <ClientProvider client={client}>
        <SessionProvider session={session}>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </SessionProvider>
      </ClientProvider>
    </StrictMode>
  );
}
