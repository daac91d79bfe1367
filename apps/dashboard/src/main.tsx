import { connect } from "@trainwire/client";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { serverUrl } from "./shared/server-url.ts";
import "./styles/app.css";

const root = document.getElementById("root");
if (root === null) throw new TypeError("index.html has no element #root");

// What the console shows of the connection is part of the dashboard: it tells updates pushed from updates polled.
const client = connect({ url: serverUrl(), log: (message, ...data) => console.log(message, ...data) });
createRoot(root).render(<App client={client} />);
