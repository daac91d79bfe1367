import type { AnyMessage, Mutation, PeerRequest } from "../../peer/mutation.ts";
import { answering, type MutantTable, notClosing, refuses, silentAbout } from "./taps.ts";

/** Reads another patch than was sent. */
const patching = (change: (patch: AnyMessage) => AnyMessage): Mutation => ({
  request: (request) =>
    request.method === "PATCH"
      ? { ...request, body: JSON.stringify(change(JSON.parse(request.body) as AnyMessage)) }
      : request,
});

/** Takes a deletion as if it had been asked for so. */
const deleting = (force: string): Mutation => ({
  request: (request): PeerRequest =>
    request.method === "DELETE" ? { ...request, query: new URLSearchParams({ force }) } : request,
});

/** Broken servers for the cases of the groups `edit` and `delete`. */
export const ownershipMutants: MutantTable = {
  "edit-001": {
    "forgets-patches": () => patching(() => ({})),
    "clears-what-a-patch-does-not-name": () =>
      patching((patch) => ({ name: null, tags: [], notes: null, retention: null, ...patch })),
    "answers-a-patch-with-nothing": () => ({
      answer: (answer, { method }) => (method === "PATCH" ? { status: 200, body: {} } : answer),
    }),
  },
  "delete-001": {
    "deletes-what-runs": () => deleting("true"),
    "deletes-nothing-that-runs": () => deleting("false"),
  },
  "delete-002": {
    "forgets-whom-it-deleted": () =>
      answering(refuses("training_deleted"), (body) => ({
        status: 404,
        body: { ...body, code: "unknown_training" },
      })),
    "uses-an-id-again": () => ({
      answer: (answer, { method, path }) =>
        method === "POST" && path === "/api/v1/trainings" && refuses("training_deleted")(answer)
          ? { status: 201, body: { status: "started", train_id: "a", training_status: "queued" } }
          : answer,
    }),
  },
  "delete-003": {
    "deletes-silently": () => silentAbout("training_deleted"),
    "keeps-flat-sockets-of-deleted-trainings": () => notClosing(4410),
  },
};
