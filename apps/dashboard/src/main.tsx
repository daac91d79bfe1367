import { connect } from "@trainwire/client";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { Session } from "./features/session/session.ts";
import { sessionApi } from "./features/session/session-api.ts";
import { boundedLog } from "./shared/bounded-log.ts";
import "./styles/app.css";

const root = document.getElementById("root");
if (root === null) throw new TypeError("index.html has no element #root");

// The console shows how updates arrive; a browser keeps every object it printed, so a long history is cut short.
const log = boundedLog((message, ...data) => console.log(message, ...data));
const client = connect({ url: window.location.origin, log });
const session = new Session(sessionApi(client.url), client);
session.start();
createRoot(root).render(<App client={client} session={session} />);
