import { hash } from "node:crypto";
import {
  type AlertRule,
  AlertsQuery,
  CreateAlertRule,
  MuteTraining,
  PatchAlertRule,
} from "@trainwire/protocol";
import type { FastifyInstance } from "fastify";
import type { AlertBook } from "../../core/alert-book.ts";
import type { AlertRules } from "../../core/alert-rules.ts";
import type { Clock } from "../../core/clock.ts";
import { TrainwireServerError } from "../../core/errors.ts";
import type { Trainings } from "../../core/trainings.ts";
import { holds, readAs, readBodyAs, readTrainId } from "./answer.ts";

/** What the routes need. */
export interface AlertsRoutesOptions {
  readonly rules: AlertRules;
  readonly book: AlertBook;
  readonly trainings: Trainings;
  readonly clock: Clock;
}

/** `/api/v1/alert-rules`, `/api/v1/alerts` and `/api/v1/trainings/{id}/mute`. */
export function alertsRoutes(app: FastifyInstance, options: AlertsRoutesOptions): void {
  rulesRoutes(app, options);
  const { book, trainings, clock } = options;

  app.get("/alerts", async (request, reply) => {
    const { limit } = readAs(AlertsQuery, request.query);
    const covered = book.newest.filter(({ train_id }) => request.grant.covers(train_id));
    const answer = JSON.stringify({
      alerts: covered.slice(0, limit),
      open_count: covered.filter(({ muted, acknowledged_at: seen }) => !muted && seen === undefined).length,
      muted_trainings: book.muted(clock.nowMs()).filter(({ train_id }) => request.grant.covers(train_id)),
    });
    const etag = `"${hash("sha256", answer, "base64url")}"`;
    void reply.header("etag", etag).header("cache-control", "no-cache");
    if (holds(request.headers["if-none-match"], etag)) return reply.code(304).send();
    return reply.type("application/json; charset=utf-8").send(answer);
  });

  app.post("/alerts/:alert_id/acknowledge", async (request, reply) => {
    const { alert_id } = request.params as { alert_id: string };
    const alert = book.find(alert_id);
    if (!alert || !request.grant.covers(alert.train_id)) throw noAlert();
    void reply.header("cache-control", "no-store");
    if (alert.acknowledged_at !== undefined) return alert;
    const acknowledged_at = new Date(clock.nowMs()).toISOString();
    const acknowledged = await book.change(alert_id, { acknowledged_at });
    if (!acknowledged) throw noAlert();
    return acknowledged;
  });

  app.post("/trainings/:id/mute", async (request, reply) => {
    const { seconds } = readBodyAs(MuteTraining, request.body);
    const { id } = await trainings.get(readTrainId(request));
    await book.mute(id, seconds === 0 ? undefined : clock.nowMs() + seconds * 1000);
    return reply.code(204).send();
  });
}

/** A rule may be for trainings that do not exist yet, and sends where it says: only who covers all may make one. */
function rulesRoutes(app: FastifyInstance, { rules, book, clock }: AlertsRoutesOptions): void {
  app.get("/alert-rules", async (request, reply) => {
    void reply.header("cache-control", "no-store");
    const showsAddresses = request.grant.hasScope("control") && request.grant.covers("");
    return { rules: rules.all.map(({ value }) => shown(value, showsAddresses)) };
  });

  app.post("/alert-rules", async (request, reply) => {
    request.grant.require("control", "");
    const rule = await rules.create(readBodyAs(CreateAlertRule, request.body), clock.nowMs());
    request.log.info(
      { rule_id: rule.rule_id, name: rule.name, by: request.grant.terms.tokenId },
      "rule made",
    );
    return reply.code(201).header("cache-control", "no-store").send(rule);
  });

  app.patch("/alert-rules/:rule_id", async (request, reply) => {
    request.grant.require("control", "");
    const { rule_id } = request.params as { rule_id: string };
    const patch = readBodyAs(PatchAlertRule, request.body);
    const { webhook_secret, ...rule } = await rules.change(rule_id, patch, clock.nowMs());
    void reply.header("cache-control", "no-store");
    return typeof patch.webhook_url === "string" ? { ...rule, webhook_secret } : rule;
  });

  app.delete("/alert-rules/:rule_id", async (request, reply) => {
    request.grant.require("control", "");
    const { rule_id } = request.params as { rule_id: string };
    await rules.remove(rule_id);
    await book.resolveRule(rule_id, clock.nowMs());
    return reply.code(204).send();
  });
}

/** Addresses of webhooks are often secrets themselves. */
function shown(
  { webhook_secret: _secret, webhook_url, ...rule }: AlertRule,
  showsAddress: boolean,
): AlertRule {
  return showsAddress && webhook_url !== undefined ? { ...rule, webhook_url } : rule;
}

function noAlert(): TrainwireServerError {
  return new TrainwireServerError("not_found", "there is no alert of this id");
}
