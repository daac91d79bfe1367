import { openEnum } from "./open-enum.ts";

/** What a reader of an error needs to know: what it means, whether trying again can help, and what to do. */
export interface ErrorMeaning {
  readonly meaning: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly retry: boolean;
  readonly remedy: string;
  /** The HTTP status of a REST answer or refused upgrade with this code. */
  readonly httpStatus: number;
}

/** Every error code of version 1: in `error` messages, REST answers, refused upgrades and rejected records. */
export const errorCodes = {
  bad_json: {
    meaning: "The text is not JSON.",
    retry: false,
    remedy: "Send one JSON object per frame, or JSON or NDJSON over HTTP.",
    httpStatus: 400,
  },
  bad_message: {
    meaning: "A message, record or parameter has a missing or wrong field.",
    retry: false,
    remedy: "Compare with the schema; the message names the field.",
    httpStatus: 400,
  },
  unknown_type: {
    meaning: "The message's type is none that a viewer may send.",
    retry: false,
    remedy: "Check the spelling, or connect to a server of a newer version.",
    httpStatus: 400,
  },
  bad_id: {
    meaning: "The id of a training is malformed, or not the one that the address names.",
    retry: false,
    remedy: "Use 1-128 letters, digits, '.', '_' or '-', the first a letter or digit.",
    httpStatus: 400,
  },
  unknown_training: {
    meaning: "No training with this id is known here.",
    retry: true,
    remedy: "Check the id, or try again: its trainer may register later.",
    httpStatus: 404,
  },
  training_exists: {
    meaning: "A training with this id is registered already.",
    retry: false,
    remedy: "Choose another id, or go on publishing under this one.",
    httpStatus: 409,
  },
  training_ended: {
    meaning: "The training has ended; its log takes no further record.",
    retry: false,
    remedy: "Start a new training under a new id.",
    httpStatus: 409,
  },
  training_running: {
    meaning: "The training is starting or running; it is not deleted.",
    retry: false,
    remedy: "Stop its trainer first, or add force=true.",
    httpStatus: 409,
  },
  training_deleted: {
    meaning: "The training of this id was deleted; the id is not used again.",
    retry: false,
    remedy: "Forget the training; a new one needs a new id.",
    httpStatus: 410,
  },
  stale_attempt: {
    meaning: "A newer attempt of this training publishes already.",
    retry: false,
    remedy: "Stop this trainer; it was replaced.",
    httpStatus: 409,
  },
  unknown_recipe: {
    meaning: "No recipe of this name is known here.",
    retry: false,
    remedy: "Name one of GET /api/v1/recipes, or register the training and start its trainer yourself.",
    httpStatus: 404,
  },
  bad_params: {
    meaning: "A parameter of the recipe is missing, unknown or has a wrong value.",
    retry: false,
    remedy: "Compare with the parameters in GET /api/v1/recipes; the message names the parameter.",
    httpStatus: 400,
  },
  recipe_unavailable: {
    meaning: "The recipe is known, and cannot be started on this server now.",
    retry: false,
    remedy: "The message says what is missing, such as the container image or a GPU.",
    httpStatus: 409,
  },
  queue_full: {
    meaning: "As many trainings wait to be started as may.",
    retry: true,
    remedy: "Wait until some have started, or cancel one.",
    httpStatus: 503,
  },
  not_running: {
    meaning: "The training does not run, so that it cannot do what it was told.",
    retry: false,
    remedy: "Resume it first.",
    httpStatus: 409,
  },
  command_exists: {
    meaning: "Another command of this training has this command_id.",
    retry: false,
    remedy: "Choose a new command_id for each command, or leave it out.",
    httpStatus: 409,
  },
  stream_changed: {
    meaning: "The log was numbered anew; the position belongs to an older stream.",
    retry: false,
    remedy: "Begin again from the answer's stream_id and first_seq.",
    httpStatus: 409,
  },
  past_end: {
    meaning: "The position lies behind the end of the log.",
    retry: false,
    remedy: "Begin again from the answer's first_seq.",
    httpStatus: 409,
  },
  expired: {
    meaning: "Updates after this position were removed by the owner's retention.",
    retry: false,
    remedy: "Begin again from the answer's first_seq.",
    httpStatus: 409,
  },
  too_many_subscriptions: {
    meaning: "This socket holds as many subscriptions as the server allows.",
    retry: false,
    remedy: "Unsubscribe from some, or open another socket.",
    httpStatus: 429,
  },
  too_many_records: {
    meaning: "The request holds more records than one request may; none was stored.",
    retry: true,
    remedy: "Send the rest in further requests.",
    httpStatus: 413,
  },
  body_too_large: {
    meaning: "The request's body is larger than the server allows.",
    retry: false,
    remedy: "Send fewer records per request.",
    httpStatus: 413,
  },
  unsupported_content_type: {
    meaning: "The request's content type is neither JSON nor NDJSON.",
    retry: false,
    remedy: "Send application/json or application/x-ndjson.",
    httpStatus: 415,
  },
  unsupported_version: {
    meaning: "Client and server have no protocol version in common.",
    retry: false,
    remedy: "Offer one of the answer's supported subprotocols.",
    httpStatus: 400,
  },
  upgrade_required: {
    meaning: "This address speaks WebSocket, and the request was plain HTTP.",
    retry: false,
    remedy: "Open it as a WebSocket, or read GET /api/v1/trainings/{id} instead.",
    httpStatus: 426,
  },
  forbidden_origin: {
    meaning: "Pages of this origin may not use the server.",
    retry: false,
    remedy: "Allow the origin with --allow-origin.",
    httpStatus: 403,
  },
  forbidden_host: {
    meaning: "The request was addressed to a host name that is not this server's.",
    retry: false,
    remedy: "Use the address the server listens on, or allow the name with --allow-host.",
    httpStatus: 403,
  },
  unauthorized: {
    meaning: "A token is needed, and none or an invalid one was given.",
    retry: false,
    remedy: "Send Authorization: Bearer, or log in.",
    httpStatus: 401,
  },
  forbidden: {
    meaning: "The token's scopes or its id pattern do not cover this.",
    retry: false,
    remedy: "Ask for a token with the scope that the message names.",
    httpStatus: 403,
  },
  too_many_requests: {
    meaning: "This address or token has sent more requests, failed logins or sockets than the server allows.",
    retry: true,
    remedy: "Wait as long as Retry-After says, and then try again.",
    httpStatus: 429,
  },
  range_not_satisfiable: {
    meaning: "The Range begins behind the end of the file.",
    retry: false,
    remedy: "Ask for the artifact's size with HEAD, or leave Range out.",
    httpStatus: 416,
  },
  artifact_changed: {
    meaning: "The file changes while it is read; it is not finished.",
    retry: true,
    remedy: "Try again; a trainer publishes a file by renaming it when it is whole.",
    httpStatus: 409,
  },
  not_found: {
    meaning: "There is nothing at this address.",
    retry: false,
    remedy: "Check the path against PROTOCOL.md.",
    httpStatus: 404,
  },
  shutting_down: {
    meaning: "The server is about to stop.",
    retry: true,
    remedy: "Try again shortly.",
    httpStatus: 503,
  },
  storage_unavailable: {
    meaning: "The server's disk is full or failing; nothing of the request was stored.",
    retry: true,
    remedy: "Free space on the server's disk; the same request then succeeds.",
    httpStatus: 503,
  },
  internal: {
    meaning: "The server failed; nothing was stored of what was not acknowledged.",
    retry: true,
    remedy: "Try again, and look into the server's log.",
    httpStatus: 500,
  },
} as const satisfies Record<string, ErrorMeaning>;

/** A code of the closed list `errorCodes`. */
export type ErrorCode = keyof typeof errorCodes;

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

/** An error code as a reader meets it: a newer server may send one that this version does not know. */
export const OpenErrorCode = openEnum(codes);

/** Whether the text is a code of the closed list. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCodes, text);
}
