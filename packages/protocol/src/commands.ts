import { z } from "zod";
import { StoredText } from "./fields.ts";
import { TrainId } from "./ids.ts";
import { openEnum } from "./open-enum.ts";
import { OpenStatus } from "./status.ts";

/** What a training may be told: the last part of `POST /trainings/{id}/{command}`. */
export const commandNames = ["pause", "resume", "cancel", "checkpoint"] as const;
/** What a training may be told. */
export type CommandName = (typeof commandNames)[number];

/**
 * Where a command stands: `open` until its trainer takes it up (`accepted`) and carries it out (`done`), or says why not
 * (`refused`). `lapsed` = nobody will answer any more: the training or the attempt ended, or a later command took its place.
 */
export const commandStates = ["open", "accepted", "done", "refused", "lapsed"] as const;
/** Where a command stands. */
export type CommandState = (typeof commandStates)[number];

/** Body of `POST /trainings/{id}/{command}`. */
export const CommandRequest = z.object({
  /** Chosen by whoever asks: the same request again is then the same command. Made up if absent. */
  command_id: StoredText.min(1).max(64).optional(),
  /** Why, for people; it stands in the log. */
  reason: StoredText.min(1).max(1000).optional(),
});
/** Body of `POST /trainings/{id}/{command}`. */
export type CommandRequest = z.infer<typeof CommandRequest>;

/** A command, and where it stands. */
export const CommandStanding = z.object({
  command_id: z.string().min(1).max(64),
  name: openEnum(commandNames),
  state: openEnum(commandStates),
  /** Why it was refused or lapsed, else why it was asked for. */
  reason: z.string().optional(),
  /** RFC 3339 UTC, as the next. */
  asked_at: z.string(),
  changed_at: z.string(),
});
/** A command, and where it stands. */
export type CommandStanding = z.infer<typeof CommandStanding>;

/** Answer of `POST /trainings/{id}/{command}`. */
export const CommandAnswer = z.object({
  train_id: TrainId,
  training_status: OpenStatus,
  command: CommandStanding,
});
/** Answer of `POST /trainings/{id}/{command}`. */
export type CommandAnswer = z.infer<typeof CommandAnswer>;

/** Answer of `GET /trainings/{id}/commands`: newest first. */
export const CommandList = z.object({ commands: z.array(CommandStanding) });
/** Answer of `GET /trainings/{id}/commands`: newest first. */
export type CommandList = z.infer<typeof CommandList>;
