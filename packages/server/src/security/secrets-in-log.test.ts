import { Writable } from "node:stream";
import { pino } from "pino";
import { expect, it } from "vitest";
import { redactSecrets } from "../redact-secrets.ts";
import { refusedHandshake, TestViewer } from "../testing/test-viewer.ts";
import { bearer, tokenServer } from "../testing/token-server.ts";

function logTo(lines: string[]) {
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString());
      done();
    },
  });
  return pino({ level: "trace", hooks: { streamWrite: redactSecrets } }, destination);
}

it("no secret is in the log of a server that logs everything, wherever it was put", async () => {
  const lines: string[] = [];
  const logger = logTo(lines);
  await using server = await tokenServer({ logger });
  const { reader, owner } = server.tokens;
  const encoded = Buffer.from(reader).toString("base64url");
  const json = { "content-type": "application/json" };
  const post = (path: string, body: string, headers: object) =>
    fetch(`${server.url}${path}`, { method: "POST", body, headers: { ...json, ...headers } });
  const login = await post("/api/v1/session", JSON.stringify({ token: reader }), {});
  const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  await server.ask("/api/v1/trainings", reader);
  await server.get(`/api/v1/trainings?cursor=${reader}`, { cookie });
  await server.get(`/${reader}?token=${encoded}`, { referer: `http://localhost/${reader}` });
  const percented = Array.from(reader, (each) => `%${each.charCodeAt(0).toString(16)}`).join("");
  const inUrls = [`x${reader}`, reader.replace("_", "%5F"), reader.replace("_", "%255f"), percented];
  for (const path of inUrls) expect((await server.get(`/${path}`)).status).toBe(404);
  await post("/api/v1/session", `{"token":"${reader}`, {});
  await post("/api/v1/tokens", JSON.stringify({ name: "x", scopes: [reader] }), bearer(owner));
  const made = await post("/api/v1/tokens", JSON.stringify({ name: "x", scopes: ["read"] }), bearer(owner));
  const { token: created } = (await made.json()) as { token: string };
  await refusedHandshake(server.wsUrl(`/nowhere?token=${reader}`), {
    protocols: ["trainwire.v1", `trainwire.token.${encoded}`],
  });
  await using viewer = await TestViewer.open(server.wsUrl("/ws"), [
    "trainwire.v1",
    `trainwire.token.${encoded}`,
  ]);
  viewer.send({ type: "subscribe_training", train_id: reader });
  await viewer.nextOf("error");
  logger.error({ err: new Error(`with ${reader} and trainwire.token.${encoded}`), cookie }, "planted");
  const log = lines.join("");
  expect(log).toContain("planted");
  expect(log).toContain("[redacted]");
  const secrets = [reader, reader.slice(3), percented, owner, created, encoded, cookie.split("=")[1] ?? ""];
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(40);
    expect(log).not.toContain(secret);
  }
});
