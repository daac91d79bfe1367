import { basename } from "node:path/posix";
import type { Readable } from "node:stream";
import { ArchiveQuery, type ArtifactList, ArtifactPath, type Checkpoint } from "@trainwire/protocol";
import { create as contentDisposition } from "content-disposition";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ByteRange } from "../../core/byte-range.ts";
import type { Trainings } from "../../core/trainings.ts";
import { holds, readAs, readTrainId } from "./answer.ts";
import { rangeOf } from "./byte-range.ts";
import { hasLeft } from "./has-left.ts";

/** Where the routes get artifacts from. */
export interface ArtifactSource {
  list(trainId: string, latest: Checkpoint | undefined): Promise<ArtifactList>;
  /** Opens one, to be read once or disposed of. */
  open(trainId: string, path: string): Promise<ArtifactAnswer>;
  delete(trainId: string, path: string): Promise<void>;
  /** A folder, or all for "", as a tar file. */
  pack(trainId: string, under: string): Promise<Readable>;
}

/** An artifact that is to be sent. */
export interface ArtifactAnswer extends AsyncDisposable {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly contentType: string;
  /** In hexadecimal. */
  readonly sha256: string;
  /** `hasLeft` resolves when more may be read: to whether all that was read before has left. */
  read(range: ByteRange, hasLeft: () => Promise<boolean>): Readable;
}

/** `/api/v1/trainings/{id}/artifacts`, `…/artifacts/{path}` and `…/archive`. */
export function artifactsRoutes(app: FastifyInstance, trainings: Trainings, artifacts: ArtifactSource): void {
  app.get("/trainings/:id/artifacts", async (request, reply) => {
    const training = await trainings.get(readTrainId(request));
    void reply.header("cache-control", "no-cache");
    return artifacts.list(training.id, training.head.state.checkpoint);
  });

  // Both in one: a HEAD that Fastify makes of a GET reads the whole file to know its length.
  app.route({
    method: ["GET", "HEAD"],
    url: "/trainings/:id/artifacts/*",
    handler: async (request, reply) => {
      const path = readPath(request);
      const { id } = await trainings.get(readTrainId(request));
      const artifact = await artifacts.open(id, path);
      const body = await answer(request, reply, { artifact, path }).catch(async (error: unknown) => {
        await artifact[Symbol.asyncDispose]();
        throw error;
      });
      return reply.send(body);
    },
  });

  app.delete("/trainings/:id/artifacts/*", async (request, reply) => {
    const path = readPath(request);
    const { id } = await trainings.get(readTrainId(request));
    await artifacts.delete(id, path);
    return reply.code(204).send();
  });

  app.get("/trainings/:id/archive", async (request, reply) => {
    const { under = "" } = readAs(ArchiveQuery, request.query);
    const { id } = await trainings.get(readTrainId(request));
    const tar = await artifacts.pack(id, under);
    const name = under === "" ? id : `${id}-${basename(under)}`;
    void asDownload(reply, `${name}.tar`).type("application/x-tar").header("cache-control", "no-store");
    return reply.send(endsWithGrant(request, tar));
  });
}

/** @throws TrainwireServerError `bad_message` */
function readPath(request: FastifyRequest): string {
  return readAs(ArtifactPath, (request.params as { "*"?: unknown })["*"]);
}

/** The head of the answer, and what its body is: null for none, and then the artifact is closed. */
async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { artifact, path }: { readonly artifact: ArtifactAnswer; readonly path: string },
): Promise<Readable | null> {
  const { bytes } = artifact;
  const etag = `"${artifact.sha256}"`;
  void reply
    .header("etag", etag)
    .header("cache-control", "no-cache")
    .header("last-modified", artifact.modifiedAt.toUTCString());
  if (holds(request.headers["if-none-match"], etag)) {
    await artifact[Symbol.asyncDispose]();
    void reply.code(304);
    return null;
  }
  // A Range means something to GET alone (RFC 9110, section 14.2).
  const range = request.method === "GET" ? rangeOf(request.headers, { bytes, etag }) : undefined;
  const part = range ?? { start: 0, end: bytes - 1 };
  void asDownload(reply, basename(path)).type(artifact.contentType).header("accept-ranges", "bytes");
  void reply.header("content-length", part.end - part.start + 1);
  if (range) void reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${bytes}`);
  if (request.method === "GET") {
    return endsWithGrant(
      request,
      artifact.read(part, () => hasLeft(reply.raw)),
    );
  }
  await artifact[Symbol.asyncDispose]();
  return null;
}

/** What a trainer wrote is never shown as a page of this server. */
function asDownload(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .header("content-disposition", contentDisposition(name))
    .header("content-security-policy", "default-src 'none'; sandbox");
}

/** Cuts what is being sent when the token that asked for it ends. */
function endsWithGrant(request: FastifyRequest, body: Readable): Readable {
  const release = request.grant.hold(() => body.destroy());
  return body.once("close", release);
}
