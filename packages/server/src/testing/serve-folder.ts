import { startServer } from "../server.ts";

/** A process that serves a folder until it is told to stop, and prints where it is reached. */
const [, , dataFolder = ""] = process.argv;
const server = await startServer({ dataFolder, port: 0, heartbeatSeconds: 0.2 });
process.once("SIGTERM", () => void server.close().then(() => process.exit(0)));
process.stdout.write(`${server.url}\n`);
