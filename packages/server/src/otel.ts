/**
 * Traces, for `node --import @trainwire/server/otel …`: a span for each HTTP request, with its route and the request id
 * that the log has. Does nothing unless OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set; all
 * OTEL_* variables have their usual meaning. It is loaded first because it has to be there before `node:http` is used.
 */
import { subscribe } from "node:diagnostics_channel";
import type { Attributes } from "@opentelemetry/api";
import type { FastifyInstance } from "fastify";

const untraced = ["/healthz", "/readyz", "/metrics"];

if (process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] || process.env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]) {
  try {
    await trace();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    process.stderr.write(
      "Traces need packages that are not installed: @opentelemetry/api, @opentelemetry/sdk-node and " +
        "@opentelemetry/instrumentation-http. Install them, or unset OTEL_EXPORTER_OTLP_ENDPOINT.\n",
    );
    process.exit(1);
  }
}

async function trace(): Promise<void> {
  const { trace: api } = await import("@opentelemetry/api");
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  const { HttpInstrumentation } = await import("@opentelemetry/instrumentation-http");
  const isNamed =
    process.env["OTEL_SERVICE_NAME"] || process.env["OTEL_RESOURCE_ATTRIBUTES"]?.includes("service.name");
  const sdk = new NodeSDK({
    ...(!isNamed && { serviceName: "trainwire-server" }),
    // Metrics are Prometheus' to fetch, and the log goes to stderr.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        disableOutgoingRequestInstrumentation: true,
        ignoreIncomingRequestHook: ({ url }) => untraced.includes(url?.split("?", 1)[0] ?? ""),
      }),
    ],
  });
  sdk.start();
  subscribe("fastify.initialization", (message) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook("onRequest", async (request) => {
      const span = api.getActiveSpan();
      const route = request.routeOptions.url;
      const attributes: Attributes = { "trainwire.request_id": request.id };
      if (route !== undefined) {
        attributes["http.route"] = route;
        span?.updateName(`${request.method} ${route}`);
      }
      span?.setAttributes(attributes);
    });
    // What was not sent yet is sent; a receiver that is gone must not keep the server from stopping.
    fastify.addHook("onClose", async () => sdk.shutdown().catch(() => undefined));
  });
}
