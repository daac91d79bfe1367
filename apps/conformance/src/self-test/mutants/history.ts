import type { Mutation } from "../../peer/mutation.ts";
import { answering, isPage, isPublish, type MutantTable, parsed, reading } from "./taps.ts";

/** Counts how often something was asked for, by the training that it was asked for. */
function counting(): (trainId: string) => number {
  const counts = new Map<string, number>();
  return (trainId) => {
    const count = (counts.get(trainId) ?? 0) + 1;
    counts.set(trainId, count);
    return count;
  };
}

const trainIdIn = (path: string): string => path.split("/")[4] ?? "";

/** Begins each fourth resume of a training somewhere else. */
function resumingWrongly(shift: number): Mutation {
  const count = counting();
  return reading("subscribe_training", (message) =>
    message["after_seq"] > 0 && count(message["train_id"]) % 4 === 0
      ? { ...message, after_seq: Math.max(0, message["after_seq"] + shift) }
      : message,
  );
}

/** Takes an update that is being stored for one that was sent, if a viewer resumes meanwhile. */
function losingInARace(): Mutation {
  const storedAtMs = new Map<string, number>();
  return {
    answer: (answer, request) => {
      if (isPublish(answer, request)) storedAtMs.set(trainIdIn(request.path), performance.now());
      return answer;
    },
    ...reading("subscribe_training", (message) => {
      const sinceMs = performance.now() - (storedAtMs.get(message["train_id"]) ?? -Infinity);
      return message["after_seq"] > 0 && sinceMs < 20
        ? { ...message, after_seq: message["after_seq"] + 1 }
        : message;
    }),
  };
}

/** Loses a state for every third flat viewer of a training that resumes. */
function resumingFlatTooLate(): Mutation {
  const count = counting();
  return {
    upgrade: (verdict, { path, query }) => {
      const after = Number(query.get("after_seq") ?? 0);
      if (path.startsWith("/ws/training/") && after > 0 && count(path) % 3 === 0)
        query.set("after_seq", String(after + 1));
      return verdict;
    },
  };
}

/** Leaves an update out of each third page that goes on. */
function pagingWithHoles(): Mutation {
  const count = counting();
  return answering(
    (answer, request) => isPage(answer, request) && Number(request.query.get("after_seq") ?? 0) > 0,
    (body, { path }) => ({
      status: 200,
      body: count(path) % 3 === 0 ? { ...body, updates: (body["updates"] as unknown[]).slice(1) } : body,
    }),
  );
}

/** Loses a request now and then once a training has three producers. */
function losingAmongTrainers(): Mutation {
  const producers = new Map<string, Set<string>>();
  const count = counting();
  return {
    request: (request) => {
      const [record] = (Array.isArray(parsed(request.body)) ? parsed(request.body) : []) as unknown as {
        producer_id?: string;
      }[];
      if (record?.producer_id === undefined) return request;
      const known = (producers.get(request.path) ?? new Set()).add(record.producer_id);
      producers.set(request.path, known);
      return known.size >= 3 && count(request.path) % 2 === 0 ? { ...request, body: "[]" } : request;
    },
  };
}

/** Broken servers for the cases of the group `history`. */
export const historyMutants: MutantTable = {
  "history-001": {
    "repeats-an-update-at-every-fourth-resume": () => resumingWrongly(-1),
    "loses-an-update-when-a-resume-races-a-commit": losingInARace,
  },
  "history-002": {
    "loses-a-state-at-every-third-flat-resume": resumingFlatTooLate,
    "leaves-holes-in-every-third-page": pagingWithHoles,
  },
  "history-003": { "loses-requests-among-three-trainers": losingAmongTrainers },
};
