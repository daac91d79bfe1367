import { CreateToken } from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Tokens } from "../../core/tokens.ts";
import { readBodyAs } from "./answer.ts";

/** `/api/v1/tokens`: made, listed and revoked by who has the scope admin, also where tokens are off. */
export function tokensRoutes(app: FastifyInstance, tokens: Tokens): void {
  app.get("/tokens", async (_request, reply) => {
    void reply.header("cache-control", "no-store");
    return { tokens: tokens.list() };
  });

  app.post("/tokens", async (request, reply) => {
    const created = await tokens.create(readBodyAs(CreateToken, request.body), Date.now());
    const { token_id, name, scopes } = created;
    request.log.info({ token_id, name, scopes, by: request.grant.terms.tokenId }, "token created");
    return reply.code(201).header("cache-control", "no-store").send(created);
  });

  app.delete("/tokens/:token_id", async (request, reply) => {
    const { token_id } = request.params as { token_id: string };
    if (!(await tokens.revoke(token_id))) {
      throw new TrainwireServerError("not_found", "there is no token of this id");
    }
    request.log.info({ token_id, by: request.grant.terms.tokenId }, "token revoked");
    return reply.code(204).send();
  });
}
