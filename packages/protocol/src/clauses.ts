/** How binding a clause is, in the sense of RFC 2119. */
export type ClauseLevel = "MUST" | "SHOULD" | "MAY";

/** One normative sentence of PROTOCOL.md. Its id is never reused. */
export interface Clause {
  readonly level: ClauseLevel;
  /** Who has to keep it. */
  readonly role: "server" | "viewer" | "trainer";
  /** The sentence, word for word as in PROTOCOL.md. */
  readonly text: string;
}

const server = (level: ClauseLevel, text: string): Clause => ({ level, role: "server", text });
const viewer = (level: ClauseLevel, text: string): Clause => ({ level, role: "viewer", text });
const trainer = (level: ClauseLevel, text: string): Clause => ({ level, role: "trainer", text });

/** Every normative clause of version 1, by id. */
export const clauses = {
  "OPEN-01": server(
    "MUST",
    "A server MUST treat a handshake that names no subprotocol as version 1, and MUST NOT send it a welcome.",
  ),
  "OPEN-02": server(
    "MUST",
    "A server MUST select trainwire.v1 if it is offered, and MUST then send a welcome as its first message.",
  ),
  "OPEN-03": server(
    "MUST",
    "A server MUST refuse a handshake that offers subprotocols but none it speaks, with HTTP 400 and code unsupported_version.",
  ),
  "OPEN-04": server(
    "MUST",
    "A server MUST refuse a browser of a foreign Origin with HTTP 403 and code forbidden_origin, on sockets and REST alike.",
  ),
  "OPEN-05": server(
    "MUST",
    "A server on loopback MUST refuse a foreign Host with HTTP 403 and code forbidden_host, on sockets and REST alike.",
  ),
  "OPEN-06": server(
    "MUST",
    "A server MUST refuse an unknown training on the flat endpoint with HTTP 404 and code unknown_training.",
  ),
  "OPEN-07": server(
    "MUST",
    "A server MUST refuse a malformed id on the flat endpoint with HTTP 400 and code bad_id.",
  ),
  "MSG-01": server(
    "MUST",
    "A server MUST answer a frame that is not JSON with error bad_json and keep the socket open.",
  ),
  "MSG-02": server(
    "MUST",
    "A server MUST answer a message with a missing or wrong field with error bad_message, or bad_id if only the id is malformed, and keep the socket open.",
  ),
  "MSG-03": server(
    "MUST",
    "A server MUST answer a message of an unknown type with error unknown_type and keep the socket open.",
  ),
  "MSG-04": server("MUST", "A server MUST ignore fields it does not know."),
  "MSG-05": server("MUST", "A server MUST close a socket that sends a binary frame with 1003."),
  "MSG-06": server(
    "MUST",
    "A server MUST close a socket that sends a frame larger than max_frame_bytes with 1009.",
  ),
  "MSG-07": server(
    "MUST",
    "A server MUST NOT let one socket's bad message, close or slowness change what another socket receives.",
  ),
  "MSG-08": viewer("MUST", "A viewer MUST ignore messages of a type, and fields, that it does not know."),
  "MSG-09": server(
    "SHOULD",
    "A server SHOULD close a socket that sends more than 100 malformed messages with 1008.",
  ),
  "SUB-01": server(
    "MUST",
    "A server MUST answer subscribe_training with subscription_confirmed, status subscribed, before any update of that subscription.",
  ),
  "SUB-02": server(
    "MUST",
    "A confirmation MUST carry stream_id and, as seq, the head of the log at that moment.",
  ),
  "SUB-03": server(
    "MUST",
    "Without after_seq, one snapshot with the head's seq MUST follow the confirmation at once, and then every update after it.",
  ),
  "SUB-04": server(
    "MUST",
    "A snapshot MUST hold all 14 flat fields in its details, null where never reported.",
  ),
  "SUB-05": server(
    "MUST",
    "With after_seq, a server MUST send no snapshot but each update after it exactly once, in order, and then go on live.",
  ),
  "SUB-06": server(
    "MUST",
    "No update that arrives between subscribe and confirmation MUST be lost or sent twice.",
  ),
  "SUB-07": server(
    "MUST",
    "A second subscribe for the same training MUST be confirmed and replace the first: no update arrives twice.",
  ),
  "SUB-08": server(
    "MUST",
    "A server MUST answer a subscribe to an unknown training with error unknown_training and keep the socket open.",
  ),
  "SUB-09": server(
    "MUST",
    "A server MUST answer unsubscribe_training with subscription_confirmed, status unsubscribed, and then send nothing further of that training.",
  ),
  "SUB-10": server("MUST", "Subscriptions of one socket MUST be independent of each other."),
  "SUB-11": server("MUST", "Updates MUST reach only sockets that subscribed to their training."),
  "SUB-12": viewer("MUST", "A viewer MUST subscribe anew on every connect, to what it followed before."),
  "SUB-13": server(
    "MUST",
    "A server MUST refuse a subscription above max_subscriptions with error too_many_subscriptions and keep the others.",
  ),
  "FAN-01": server("MUST", "All subscribers of a training MUST receive the same updates in seq order."),
  "FAN-02": server("MUST", "The seq of a training's updates MUST be dense and begin at 1."),
  "FAN-03": server("MUST", "A server MUST send an update within 1 s of the trainer's request."),
  "FAN-04": server("MUST", "A server MUST NOT send an update before it is stored."),
  "FAN-05": server("MUST", "A server MUST NOT send updates when nothing has changed."),
  "FAN-06": server(
    "MUST",
    "A viewer too slow for its buffer MUST be sent the newest state as a snapshot, whose seq shows the hole; it MUST NOT be sent updates out of order.",
  ),
  "FAN-07": viewer(
    "MUST",
    "A viewer that finds a hole in seq MUST fill it from GET updates, unless it only shows the newest state.",
  ),
  "RES-01": server(
    "MUST",
    "A server that cannot honour after_seq MUST send subscription_reset with its reason and then a snapshot, never skip silently.",
  ),
  "RES-02": server("MUST", "A position behind the end of the log MUST be reset with reason past_end."),
  "RES-03": server("MUST", "A position of another stream_id MUST be reset with reason stream_changed."),
  "RES-04": server("MUST", "Acknowledged updates MUST survive a crash of the server, with the same seq."),
  "RES-05": server(
    "MUST",
    "A log that may have lost its tail, such as after a backup was restored, MUST get a new stream_id.",
  ),
  "END-01": server(
    "MUST",
    "A training MUST have at most one terminal update; a server MUST store nothing after it.",
  ),
  "END-02": server("MUST", "The terminal update MUST be followed by training_completed with the same seq."),
  "END-03": server(
    "MUST",
    "Subscribing to an ended training, also with after_seq at its end, MUST give training_completed at once.",
  ),
  "END-04": server(
    "MUST",
    "On the flat endpoint the terminal message MUST have complete true and be followed by close 1000.",
  ),
  "END-05": server(
    "MUST",
    "Records for an ended training MUST be rejected with training_ended, but repeats of stored records MUST NOT.",
  ),
  "FLAT-01": server(
    "MUST",
    "The flat endpoint MUST send the current state at once, without any message from the viewer, and then the state after every update.",
  ),
  "FLAT-02": server(
    "MUST",
    "Every flat message MUST hold the 14 fields, each carried forward, and progress as a finite number from 0 to 100.",
  ),
  "FLAT-03": server(
    "MUST",
    "Flat messages and envelopes of a training MUST carry the same seq for the same update.",
  ),
  "FLAT-04": server("MUST", "The flat endpoint MUST ignore text frames from the viewer."),
  "FLAT-05": server(
    "MUST",
    "With after_seq the flat endpoint MUST send the state after each later update exactly once, in order.",
  ),
  "POLL-01": server(
    "MUST",
    "GET trainings/{id} MUST answer with the flat state and an ETag, and with 304 while nothing has changed.",
  ),
  "POLL-02": server("MUST", "GET updates MUST return the same updates with the same seq as the socket."),
  "POLL-03": server(
    "MUST",
    "A long-poll MUST return as soon as an update is there, and at once on an ended training.",
  ),
  "POLL-04": server(
    "MUST",
    "The field ended MUST be true only if the training has ended and nothing follows the page.",
  ),
  "POLL-05": server(
    "MUST",
    "A position that GET updates cannot honour MUST be answered with 409 and code stream_changed, past_end or expired.",
  ),
  "POLL-06": server(
    "MUST",
    "GET trainings/{id} of an unknown training MUST be answered with 404 and code unknown_training.",
  ),
  "SER-01": server(
    "MUST",
    "Each value of the range that was reported, and none that was carried forward, MUST be in exactly one bucket of its series, in seq order.",
  ),
  "SER-02": server(
    "MUST",
    "The min, max and last of a bucket MUST be the least, the greatest and the last of its values, so that no spike is lost.",
  ),
  "SER-03": server(
    "MUST",
    "A series MUST NOT have more buckets than points, unless there are more attempts; with no more values than that, each MUST be a bucket of its own.",
  ),
  "SER-04": server("MUST", "A bucket MUST NOT hold values of two attempts."),
  "SER-05": server(
    "MUST",
    "Values that are not finite MUST be counted in their bucket, named in nonfinite, and left out of min and max.",
  ),
  "SER-06": server(
    "MUST",
    "GET series MUST be answered with an ETag, and with 304 while nothing has changed.",
  ),
  "SER-07": server(
    "MUST",
    "A query of GET series that breaks its schema or a limit MUST be answered with 400 and code bad_message.",
  ),
  "SER-08": server(
    "MUST",
    "The field names MUST list the metrics that were reported, whatever the query asks for.",
  ),
  "ING-01": server("MUST", "A server MUST accept one record, an array of records, and NDJSON."),
  "ING-02": server(
    "MUST",
    "Good records MUST be stored and bad ones returned in rejected with index, code and message, with HTTP 200.",
  ),
  "ING-03": server("MUST", "A body that cannot be read MUST be answered with a 4xx status and a code."),
  "ING-04": server(
    "MUST",
    "A record whose producer_seq is not above the highest stored of its producer_id MUST be taken as a repeat: acknowledged and not stored.",
  ),
  "ING-05": server(
    "MUST",
    "A training not seen before MUST register itself by the first request that publishes to it.",
  ),
  "ING-06": server("MUST", "A body above the limit MUST be answered with 413 and code body_too_large."),
  "ING-07": server(
    "MUST",
    "Ingest MUST be refused with 415 and code unsupported_content_type unless it is JSON or NDJSON.",
  ),
  "ING-08": server("MUST", "An empty array MUST store nothing and return the head and the open commands."),
  "ING-09": server(
    "MUST",
    "A record of an attempt older than the newest MUST be rejected with stale_attempt.",
  ),
  "ING-10": trainer(
    "MUST",
    "A trainer MUST send the records of a producer in order, with one request in flight.",
  ),
  "ING-11": trainer(
    "MUST",
    "A trainer MUST NOT send a record again that came back in rejected, unless its code says retry.",
  ),
  "ING-12": trainer(
    "MUST",
    "A trainer MUST send a request again that got no answer, or one whose code says retry: the same records with the same producer_seq, before any later ones.",
  ),
  "ING-13": trainer(
    "MUST",
    "A trainer MUST send records that fit their schema, in requests within the limits, for the training it publishes.",
  ),
  "ING-14": trainer("MUST", "Within an attempt a trainer MUST NOT let current_step or progress go back."),
  "ING-15": trainer(
    "MUST",
    "A trainer whose training ends MUST report one terminal status, as its last record.",
  ),
  "ING-16": trainer("MUST", "The process of a trainer MUST exit with 0 after it reported completed."),
  "ING-17": trainer("MUST", "The process of a trainer MUST end within 10 s of TERM."),
  "ING-18": trainer(
    "SHOULD",
    "A trainer that is stopped, by TERM or by a command it accepted, SHOULD report cancelled.",
  ),
  "ING-19": server(
    "MUST",
    "A request whose records cannot be stored MUST be answered with 503 and code storage_unavailable, and none of them be stored.",
  ),
  "NUM-01": server(
    "MUST",
    "A value that is not finite MUST be stored, sent as null, and named in nonfinite.",
  ),
  "NUM-02": server(
    "MUST",
    "A server MUST read bare NaN, Infinity and -Infinity, the strings of these names, and numbers too large, as not finite.",
  ),
  "NUM-03": server(
    "MUST",
    "The details of a stored update MUST hold exactly what was reported: absent fields were not reported.",
  ),
  "NUM-04": trainer("MUST", "A trainer MUST write a value that is not finite in one of these ways."),
  "LIVE-01": server("MUST", "A server MUST answer ping with pong and the same id."),
  "LIVE-02": server("MUST", "A server MUST drop a half-open socket within two heartbeats."),
  "LIVE-03": server("MUST", "A server that stops MUST close its sockets with 1001."),
  "LIVE-04": viewer("MUST", "A viewer MUST connect again with growing, randomised delays, and resume."),
  "LIVE-05": viewer("MUST", "A viewer MUST NOT connect again by itself after a close code that says so."),
  "LIST-01": server(
    "MUST",
    "A server MUST answer subscribe_trainings with trainings_confirmed and a snapshot of the list.",
  ),
  "LIST-02": server(
    "MUST",
    "A change of a training MUST reach subscribers of the list within 2 s, at most one per training and second.",
  ),
  "LIST-03": server(
    "MUST",
    "After unsubscribe_trainings is confirmed, a server MUST NOT send further list updates.",
  ),
  "RET-01": server(
    "MUST",
    "Retention MUST remove the oldest updates first, and never the newest one, the state, or an update that every limit keeps.",
  ),
  "RET-02": server(
    "MUST",
    "A position whose next update was removed MUST be reset with reason expired, also while its viewer catches up.",
  ),
  "RET-03": server(
    "MUST",
    "A record that was stored MUST be taken as a repeat also after its update was removed.",
  ),
  "RET-04": server("MUST", "A server MUST begin to apply a training's own retention within 10 s."),
  "EDIT-01": server(
    "MUST",
    "PATCH trainings/{id} MUST change what its body names, leave the rest, and answer with the whole training_summary.",
  ),
  "DEL-01": server(
    "MUST",
    "A server MUST refuse to delete a training that is starting or running with 409 and code training_running, unless force is true.",
  ),
  "DEL-02": server(
    "MUST",
    "Every request for a deleted training MUST be answered with 410 and code training_deleted, and its id MUST NOT be used again.",
  ),
  "DEL-03": server(
    "MUST",
    "The viewers of a training that is deleted MUST be told: by error training_deleted on /ws, by close 4410 on the flat endpoint.",
  ),
  "DEL-04": server("MUST", "A deletion MUST reach subscribers of the list, in removed, within 2 s."),
  "AUTH-01": server(
    "MUST",
    "A server MUST name tokens among its capabilities exactly if it requires them, and GET session MUST say the same.",
  ),
  "AUTH-02": server(
    "MUST",
    "A server that requires tokens MUST refuse a request or handshake that needs one and shows no valid one, with HTTP 401 and code unauthorized.",
  ),
  "AUTH-03": server(
    "MUST",
    "A server MUST refuse what the scopes of a token do not cover, with HTTP 403 and code forbidden.",
  ),
  "AUTH-04": server(
    "MUST",
    "A server MUST refuse with forbidden what is about a training that the token's train_ids do not cover, whether there is one or not, and MUST leave it out of lists.",
  ),
  "AUTH-05": server(
    "MUST",
    "A server MUST take a token from among the offered subprotocols, and MUST select trainwire.v1 alone.",
  ),
  "AUTH-06": server(
    "MUST",
    "The cookie of a session MUST be HttpOnly and SameSite=Strict, and MUST be refused once its browser has logged out.",
  ),
  "AUTH-07": server(
    "MUST",
    "A change or a handshake with the cookie of a session that names no allowed Origin MUST be refused with HTTP 403 and code forbidden_origin.",
  ),
  "AUTH-08": server(
    "MUST",
    "A token that was revoked or has expired MUST be refused from then on, and its sockets MUST be closed with 4401.",
  ),
} as const satisfies Record<string, Clause>;

/** The id of a clause. */
export type ClauseId = keyof typeof clauses;
