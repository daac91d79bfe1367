import { codeOfIssues, describeIssues, parseBoundedJson, TrainId } from "@trainwire/protocol";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { TrainwireServerError } from "../../core/errors.ts";
import { drain } from "./drain.ts";

/**
 * Reads a part of a request through its schema.
 * @throws TrainwireServerError `bad_message`, naming the field, or `bad_id` if only an id is wrong.
 */
export function readAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TrainwireServerError(codeOfIssues(parsed.error, value), describeIssues(parsed.error));
}

/**
 * The id in a request's path.
 * @throws TrainwireServerError `bad_id`
 */
export function readTrainId(request: FastifyRequest): string {
  const parsed = TrainId.safeParse((request.params as { id?: unknown }).id);
  if (!parsed.success) throw new TrainwireServerError("bad_id");
  return parsed.data;
}

/**
 * Reads a body of JSON through its schema.
 * @throws TrainwireServerError as `readAs`, and `bad_json`
 */
export function readBodyAs<T>(schema: z.ZodType<T>, body: unknown): T {
  return readAs(schema, readJson(body));
}

function readJson(body: unknown): unknown {
  try {
    return parseBoundedJson(typeof body === "string" ? body : "");
  } catch {
    throw new TrainwireServerError("bad_json");
  }
}

/** Whether `If-None-Match` names this tag (RFC 9110, 13.1.2: weak comparison). */
export function holds(header: string | undefined, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}

/** Answers any error of a route as `ErrorAnswer`; what is not the requester's fault is logged. */
export async function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const known = toServerError(error);
  request.log = request.log.child({ code: known.code });
  const isExpected = known.code === "shutting_down";
  if (known.httpStatus >= 500 && !isExpected) request.log.error({ err: error }, "request failed");
  if (known.code === "body_too_large") await drain(request.raw);
  return reply
    .code(known.httpStatus)
    .headers({ "cache-control": "no-store", ...known.headers })
    .send(known.toAnswer());
}

function toServerError(error: FastifyError | Error): TrainwireServerError {
  if (error instanceof TrainwireServerError) return error;
  const code = "code" in error ? error.code : undefined;
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return new TrainwireServerError("body_too_large");
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return new TrainwireServerError("unsupported_content_type");
  if (code === "FST_ERR_MAX_PARAM_LENGTH") return new TrainwireServerError("bad_id");
  const status = "statusCode" in error ? (error.statusCode ?? 500) : 500;
  return status < 500
    ? new TrainwireServerError("bad_message", error.message)
    : new TrainwireServerError("internal");
}
