import { createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { TrainwireServerError } from "../core/errors.ts";
import { checkBackup, writeBackup } from "../storage/sqlite/backup-file.ts";
import { databaseFile, openDatabase } from "../storage/sqlite/database.ts";
import { answerErrorOf } from "./answer-error.ts";

/** A data folder that no server uses, or a running server and an admin's token. */
export type BackupPlace =
  | { readonly folder: string }
  | { readonly server: string; readonly token: string | undefined };

/**
 * Backs a place up into a file, which appears when it is whole and was found sound, for its owner's eyes alone.
 * @param file Must not exist.
 * @throws TrainwireServerError with what is in the way.
 */
export async function takeBackup(place: BackupPlace, file: string): Promise<void> {
  if (existsSync(file)) throw new TrainwireServerError("internal", `${file} exists already`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    if ("server" in place) await download(place.server, place.token, partial);
    else await copyFolder(place.folder, partial);
    checkBackup(partial);
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
}

async function copyFolder(folder: string, file: string): Promise<void> {
  if (!existsSync(join(folder, databaseFile))) {
    throw new TrainwireServerError("internal", `${folder} is no data folder of a server`);
  }
  const database = openDatabase(folder);
  try {
    await writeBackup(database, file);
  } finally {
    database.close();
  }
}

async function download(server: string, token: string | undefined, file: string): Promise<void> {
  const answer = await ask(new URL("/api/v1/backup", server), token);
  if (answer.statusCode !== 200) throw answerErrorOf(answer.statusCode ?? 0, await text(answer));
  await pipeline(answer, createWriteStream(file, { flags: "wx", mode: 0o600 }));
}

/** Not `fetch`, which does not wait longer than five minutes for an answer to begin. */
function ask(url: URL, token: string | undefined): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    send(url, { method: "POST", headers }, resolve).on("error", reject).end();
  });
}
