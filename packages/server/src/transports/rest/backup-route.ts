import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyInstance } from "fastify";

/** Where the route gets backups from. */
export interface BackupSource {
  /** Makes one; whoever asked disposes of it. */
  make(signal: AbortSignal): Promise<AsyncDisposable & { readonly path: string }>;
}

/** `POST /api/v1/backup`: a copy of all that the server holds, made while it serves. */
export function backupRoute(app: FastifyInstance, backups: BackupSource): void {
  app.post("/backup", async (request, reply) => {
    const left = new AbortController();
    reply.raw.once("close", () => left.abort());
    const backup = await backups.make(left.signal);
    const file = createReadStream(backup.path);
    const remove = async () => backup[Symbol.asyncDispose]();
    file.once("close", () => {
      remove().catch((error: unknown) =>
        request.log.error({ err: error }, "the backup's file was left over"),
      );
    });
    const { size } = await stat(backup.path);
    request.log.info({ bytes: size, by: request.grant.terms.tokenId }, "backup made");
    const name = `trainwire-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.db`;
    return reply
      .header("content-length", size)
      .header("content-disposition", `attachment; filename="${name}"`)
      .header("cache-control", "no-store")
      .type("application/vnd.sqlite3")
      .send(file);
  });
}
