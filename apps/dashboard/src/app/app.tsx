import { RouterProvider } from "@tanstack/react-router";
import type { TrainwireClient } from "@trainwire/client";
import { StrictMode } from "react";
import { ClientProvider } from "../shared/client-context.tsx";
import { router } from "./router.tsx";

/** The whole dashboard on one client. */
export function App({ client }: { client: TrainwireClient }) {
  return (
    <StrictMode>
      <ClientProvider client={client}>
        <RouterProvider router={router} />
      </ClientProvider>
    </StrictMode>
  );
}
