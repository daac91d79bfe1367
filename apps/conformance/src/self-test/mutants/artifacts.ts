import type { AnyMessage, Mutation, PeerAnswer, PeerRequest } from "../../peer/mutation.ts";
import { answering, type MutantTable, refuses } from "./taps.ts";

const isFile = ({ body }: PeerAnswer, { path }: PeerRequest) =>
  Buffer.isBuffer(body) && !path.endsWith("/archive");
const isArchive = ({ status }: PeerAnswer, { path }: PeerRequest) =>
  path.endsWith("/archive") && status === 200;
const isList = ({ status }: PeerAnswer, { path }: PeerRequest) =>
  path.endsWith("/artifacts") && status === 200;

const changingList = (change: (list: AnyMessage) => AnyMessage): Mutation =>
  answering(isList, (body) => ({ status: 200, body: { ...body, ...change(body) } }));

const changingFiles = (change: (answer: PeerAnswer) => PeerAnswer): Mutation => ({
  answer: (answer, request) => (isFile(answer, request) ? change(answer) : answer),
});

const withHeaders = (headers: Record<string, string>): Mutation =>
  changingFiles((answer) => ({ ...answer, headers: { ...answer.headers, ...headers } }));

/** Reads artifacts' requests without a header. */
const deafTo = (name: string): Mutation => ({
  request: (request) => {
    if (!request.path.includes("/artifacts/")) return request;
    const { [name]: _, ...headers } = request.headers;
    return { ...request, headers };
  },
});

const okay: PeerAnswer = { status: 200, headers: { etag: '"x"' }, body: Buffer.from("root:x:0:0") };

/** Broken servers for the cases of the group `artifact`. */
export const artifactMutants: MutantTable = {
  "artifact-001": {
    "leads-out-of-the-folder": () => answering(refuses("bad_message"), () => okay),
    "finds-what-is-not-there": () => answering(refuses("not_found"), () => okay),
    "calls-a-wrong-path-not-found": () =>
      answering(refuses("bad_message"), (body) => ({ status: 404, body: { ...body, code: "not_found" } })),
  },
  "artifact-002": {
    "lists-artifacts-in-no-order": () =>
      changingList(({ artifacts }) => ({ artifacts: (artifacts as unknown[]).toReversed() })),
    "adds-sizes-up-wrongly": () => changingList(({ total_bytes }) => ({ total_bytes: total_bytes + 1 })),
    "tags-files-by-their-time": () => withHeaders({ etag: '"17000000"' }),
    "shows-files-as-pages": () => withHeaders({ "content-disposition": "inline" }),
    "lets-browsers-guess": () => withHeaders({ "x-content-type-options": "" }),
    "sends-a-file-cut-short": () =>
      changingFiles((answer) => {
        const { "content-length": _, ...headers } = answer.headers ?? {};
        return { ...answer, headers, body: (answer.body as Buffer).subarray(1) };
      }),
  },
  "artifact-003": {
    "sends-no-part": () => deafTo("range"),
    "heeds-no-if-range": () => deafTo("if-range"),
    "refuses-without-the-size": () =>
      answering(refuses("range_not_satisfiable"), (body) => ({ status: 416, body })),
    "sends-nothing-behind-the-end": () =>
      answering(refuses("range_not_satisfiable"), () => ({ ...okay, body: Buffer.alloc(0) })),
  },
  "artifact-004": {
    "sends-what-is-known": () => deafTo("if-none-match"),
    "knows-everything-already": () =>
      changingFiles(({ headers }) => ({ status: 304, headers: { etag: headers?.["etag"] ?? "" } })),
  },
  "artifact-005": {
    "ends-no-archive": () => ({
      answer: (answer, request) =>
        isArchive(answer, request) ? { ...answer, body: (answer.body as Buffer).subarray(0, -1024) } : answer,
    }),
    "packs-nothing": () => ({
      answer: (answer, request) =>
        isArchive(answer, request) ? { ...answer, body: Buffer.alloc(1024) } : answer,
    }),
    "packs-what-is-not-there": () => answering(refuses("not_found"), () => okay),
  },
  "artifact-006": {
    "deletes-nothing": () => ({
      request: (request) =>
        request.method === "DELETE" && request.path.includes("/artifacts/")
          ? { ...request, method: "HEAD" }
          : request,
    }),
    "says-that-it-deletes": () => {
      let isAsked = false;
      return {
        request: (request) => {
          if (request.method !== "DELETE" || isAsked) return request;
          isAsked = true;
          return { ...request, path: "/api/v1/version", method: "GET" };
        },
        answer: (answer, request) =>
          isAsked && request.path === "/api/v1/version" ? { status: 204 } : answer,
      };
    },
  },
};
