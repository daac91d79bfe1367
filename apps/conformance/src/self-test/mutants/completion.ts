import type { AnyMessage, Mutation } from "../../peer/mutation.ts";
import { answering, dropping, isPublish, isType, type MutantTable } from "./taps.ts";

const isCompleted = isType("training_completed");

/** Leaves out the end if it would come right after a message that fits. */
function silentRightAfter(fits: (message: AnyMessage) => boolean): Mutation {
  return {
    send: (message, socket) => {
      const last = socket.memory.get("last") as AnyMessage | undefined;
      socket.memory.set("last", message);
      return isCompleted(message, socket) && last && fits(last) ? [] : [message];
    },
  };
}

const acceptsAfterTheEnd = () =>
  answering(isPublish, (body) => {
    const late = body["rejected"].length;
    return {
      status: 200,
      body: { ...body, accepted: body["accepted"] + late, rejected: [], seq: body["seq"] + late },
    };
  });

const forgetsTheEnd = (): Mutation => ({
  restart: ({ logs }) => {
    for (const { updates, states } of logs.values()) {
      updates.pop();
      states.pop();
    }
  },
});

/** Broken servers for the cases of the group `completion`. */
export const completionMutants: MutantTable = {
  "completion-001": {
    "ends-without-a-mark": () => dropping(isCompleted),
    "ends-twice": () => ({
      send: (message, socket) => (isCompleted(message, socket) ? [message, message] : [message]),
    }),
    "updates-after-the-terminal": () => ({
      send: (message, socket) => {
        if (!isCompleted(message, socket)) return [message];
        const { train_id, seq, data } = message;
        return [message, { type: "training_update", train_id, seq: seq + 1, data }];
      },
    }),
  },
  "completion-002": {
    "knows-only-completed": () =>
      dropping((message, socket) => isCompleted(message, socket) && message["data"].status !== "completed"),
  },
  "completion-003": { "accepts-after-the-end": acceptsAfterTheEnd },
  "completion-004": { "accepts-behind-the-end-of-a-batch": acceptsAfterTheEnd },
  "completion-005": {
    "is-silent-about-past-ends": () => silentRightAfter(({ snapshot }) => snapshot === true),
  },
  "completion-006": {
    "marks-no-end-on-resume": () => silentRightAfter(({ type }) => type === "subscription_confirmed"),
  },
  "completion-007": {
    "rejects-repeats-after-the-end": () =>
      answering(
        (answer, request) => isPublish(answer, request) && (answer.body as AnyMessage)["repeated"] > 0,
        (body) => {
          const rejected = [{ index: 0, code: "training_ended", message: "ended" }];
          return { status: 200, body: { ...body, repeated: 0, rejected } };
        },
      ),
  },
  "completion-008": { "forgets-the-end-in-a-crash": forgetsTheEnd },
};
