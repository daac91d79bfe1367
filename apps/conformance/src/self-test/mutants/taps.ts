import type { AnyMessage, Mutation, PeerAnswer, PeerRequest } from "../../peer/mutation.ts";
import type { PeerSocket } from "../../peer/peer-socket.ts";

/** Faulty servers by name; each is made anew for every run, so that it may remember. */
export type Mutants = Readonly<Record<string, () => Mutation>>;

/** For every case the faulty servers that must turn it red. */
export type MutantTable = Readonly<Record<string, Mutants>>;

type Matcher = (message: AnyMessage, socket: PeerSocket) => boolean;

/** A stored update, not a snapshot. */
export const isUpdate: Matcher = ({ type, snapshot }) => type === "training_update" && !snapshot;

/** A snapshot of a training. */
export const isSnapshot: Matcher = ({ type, snapshot }) => type === "training_update" && snapshot === true;

/** A message of the flat endpoint. */
export const isFlat: Matcher = (_message, { endpoint }) => endpoint === "flat";

/** A message of this type. */
export function isType(type: string): Matcher {
  return (message) => message["type"] === type;
}

/** Never sends what matches. */
export function dropping(matches: Matcher): Mutation {
  return { send: (message, socket) => (matches(message, socket) ? [] : [message]) };
}

/** Sends something else for what matches. */
export function changing(
  matches: Matcher,
  change: (message: AnyMessage, socket: PeerSocket) => AnyMessage,
): Mutation {
  return {
    send: (message, socket) => [matches(message, socket) ? change(message, socket) : message],
  };
}

/** Never sends an error with this code. */
export function silentAbout(code: string): Mutation {
  return dropping((message) => message["type"] === "error" && message["code"] === code);
}

/** Ignores this close code: the socket stays open. */
export function notClosing(code: number): Mutation {
  return { close: (chosen) => (chosen === code ? undefined : chosen) };
}

/** Reads something else for a message of this type; `undefined` swallows it. */
export function reading(
  type: string,
  change: (message: AnyMessage, socket: PeerSocket) => AnyMessage | undefined,
): Mutation {
  return {
    receive: (text, socket) => {
      const message = parsed(text);
      if (message?.["type"] !== type) return text;
      const changed = change(message, socket);
      return changed && JSON.stringify(changed);
    },
  };
}

/** The JSON object, if the text is one. */
export function parsed(text: string): AnyMessage | undefined {
  try {
    return JSON.parse(text) as AnyMessage;
  } catch {
    return undefined;
  }
}

/** Answers something else where it matches. */
export function answering(
  matches: (answer: PeerAnswer, request: PeerRequest) => boolean,
  change: (body: AnyMessage, request: PeerRequest) => PeerAnswer,
): Mutation {
  return {
    answer: (answer, request) => (matches(answer, request) ? change(answer.body ?? {}, request) : answer),
  };
}

/** Whether a request publishes. */
export function isPublish(_answer: PeerAnswer, { method, path }: PeerRequest): boolean {
  return method === "POST" && path.endsWith("/updates");
}

/** Whether an answer is a page of updates. */
export function isPage(answer: PeerAnswer, { method, path }: PeerRequest): boolean {
  return method === "GET" && path.endsWith("/updates") && answer.status === 200;
}

/** Whether an answer is a training's state. */
export function isState(answer: PeerAnswer, { method, path }: PeerRequest): boolean {
  return method === "GET" && /\/trainings\/[^/]+$/.test(path) && answer.status === 200;
}

/** Whether an answer refuses with this code. */
export function refuses(code: string): (answer: PeerAnswer) => boolean {
  return ({ body }) => (body as AnyMessage | undefined)?.["code"] === code;
}

/** Reads another request body than was sent. */
export function misreading(change: (body: string) => string): Mutation {
  return { request: (request) => ({ ...request, body: change(request.body) }) };
}

/** Accepts handshakes that would be refused with this code. */
export function acceptingIn(code: string): Mutation {
  return {
    upgrade: (verdict) =>
      verdict.kind === "refuse" && verdict.body["code"] === code
        ? { kind: "accept", welcome: false }
        : verdict,
  };
}

/** Sends what matches to every socket of the endpoint, subscribed or not. */
export function broadcasting(matches: Matcher): Mutation {
  const sockets = new Set<PeerSocket>();
  return {
    opened: (socket) => void sockets.add(socket),
    send: (message, socket) => {
      if (matches(message, socket)) for (const other of sockets) if (other !== socket) other.emit(message);
      return [message];
    },
  };
}
