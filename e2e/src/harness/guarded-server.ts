import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { CreatedToken, type CreateToken } from "@trainwire/protocol";
import { repository, ServerProcess } from "./server-process.ts";

const entry = join(repository, "packages/server/dist/main.js");

/** The built server with tokens required, and an admin's token, made by the command line as an owner does. */
export class GuardedServer implements AsyncDisposable {
  readonly process = new ServerProcess();
  readonly admin: string;

  private constructor() {
    const place = ["--data", this.process.folder];
    const made = execFileSync(
      process.execPath,
      [entry, "token", "create", ...place, "--name", "owner", "--scope", "admin"],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    this.admin = made.toString().trim();
  }

  /** Starts one. */
  static async start(...args: string[]): Promise<GuardedServer> {
    const server = new GuardedServer();
    await server.process.start(["--port", "0", "--tokens", "required", ...args]);
    return server;
  }

  get url(): string {
    return this.process.url;
  }

  /** Makes a token through the API. */
  async createToken(request: CreateToken): Promise<CreatedToken> {
    const answer = await this.#ask("POST", "tokens", request);
    return CreatedToken.parse(await answer.json());
  }

  /** Revokes a token, with its sessions and sockets. */
  async revoke({ token_id }: CreatedToken): Promise<void> {
    await this.#ask("DELETE", `tokens/${token_id}`);
  }

  /** Sends one ingest request. */
  publish(trainId: string, body: unknown): Promise<Response> {
    return this.#ask("POST", `trainings/${trainId}/updates`, body);
  }

  /** Reads an address below `/api/v1/`. */
  async read(path: string): Promise<unknown> {
    return (await this.#ask("GET", path)).json();
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.url}/api/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.admin}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(`${method} ${path} was answered with ${answer.status}: ${await answer.text()}`);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
  }
}
