import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { type CreateToken, type TokenInfo, TokenScope, TrainIds, tokenScopes } from "@trainwire/protocol";
import { openTokens, type TokenBook } from "./token-book.ts";

const usage = `
While a server runs on the data folder, name it with --server and give an admin's token in TRAINWIRE_TOKEN.
`;

/** `trainwire-server token create|list|revoke`. */
export function tokenCommand() {
  const command = new Command("token")
    .description("make, list and revoke tokens")
    .addHelpText("after", usage);
  return command.addCommand(createCommand()).addCommand(listCommand()).addCommand(revokeCommand());
}

function createCommand() {
  return withPlace(new Command("create"))
    .description("make a token and print it, this one time")
    .requiredOption("--name <name>", "tells tokens apart in the list")
    .addOption(
      new Option("--scope <scope...>", `what it is good for: ${tokenScopes.join(", ")}`)
        .argParser(readScope)
        .makeOptionMandatory(),
    )
    .option(
      "--train-ids <pattern>",
      "the ids that it covers, * for any characters (default: all)",
      readTrainIds,
    )
    .option("--expires-in <time>", "such as 90d, 12h or 30m (default: it does not expire)", readSeconds)
    .option("--json", "print everything about it, as JSON")
    .action(async ({ name, scope, trainIds, expiresIn, json, ...place }) => {
      const request: CreateToken = {
        name,
        scopes: scope,
        ...(trainIds !== undefined && { train_ids: trainIds }),
        ...(expiresIn !== undefined && { expires_in_seconds: expiresIn }),
      };
      const created = await withTokens(place, (book) => book.create(request));
      process.stdout.write(`${json ? JSON.stringify(created, null, 2) : created.token}\n`);
      process.stderr.write(`${created.token_id}: keep the token, it is not shown again.\n`);
    });
}

function listCommand() {
  return withPlace(new Command("list"))
    .description("list the tokens, newest first")
    .option("--json", "print them as JSON")
    .action(async ({ json, ...place }) => {
      const tokens = await withTokens(place, (book) => book.list());
      process.stdout.write(json ? `${JSON.stringify(tokens, null, 2)}\n` : tokens.map(lineOf).join(""));
    });
}

function revokeCommand() {
  return withPlace(new Command("revoke"))
    .description("end a token, its sessions and its sockets")
    .argument("<token_id>")
    .action(async (tokenId, place) => {
      await withTokens(place, (book) => book.revoke(tokenId));
      process.stderr.write(`${tokenId} is revoked.\n`);
    });
}

interface Place {
  readonly data: string;
  readonly server?: string | undefined;
}

function withPlace(command: Command) {
  return command
    .addOption(
      new Option("--data <folder>", "the server's data folder").env("TRAINWIRE_DATA").default("data"),
    )
    .addOption(new Option("--server <url>", "a running server, asked with TRAINWIRE_TOKEN"));
}

function withTokens<T>({ data, server }: Place, work: (book: TokenBook) => Promise<T>): Promise<T> {
  const token = process.env["TRAINWIRE_TOKEN"];
  return openTokens(server === undefined ? { folder: data } : { server, token }, work);
}

function lineOf(token: TokenInfo): string {
  const { token_id, name, scopes, train_ids = "*", expires_at = "never", last_used_at = "never" } = token;
  return `${token_id}  ${name}  ${scopes.join(",")}  ${train_ids}  expires ${expires_at}  used ${last_used_at}\n`;
}

function readScope(text: string, previous: TokenScope[] = []): TokenScope[] {
  const parsed = TokenScope.safeParse(text);
  if (parsed.success) return [...previous, parsed.data];
  throw new InvalidArgumentError(`A scope is one of ${tokenScopes.join(", ")}.`);
}

function readTrainIds(text: string): string {
  const parsed = TrainIds.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError("A pattern holds what ids hold, and *.");
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function readSeconds(text: string): number {
  const [, count, unit = ""] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? Number.NaN);
  if (seconds >= 1) return seconds;
  throw new InvalidArgumentError("A time is a whole number and s, m, h or d, such as 90d.");
}
