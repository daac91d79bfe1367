export { TrainwireServerError } from "./core/errors.ts";
export { type TrainwireOptions, trainwire } from "./plugin.ts";
export { type RunningServer, type ServerOptions, startServer } from "./server.ts";
