import { publishTraining } from "@trainwire/client";
import type { Pauses } from "./pauses.ts";
import type { ReportSink } from "./run.ts";
import type { TrainingPlan } from "./train.ts";

/** What a training of digits needs to be published. */
export interface PublishDigitsOptions {
  readonly url: URL;
  /** Default: a new one. */
  readonly trainId: string | undefined;
  /** With the scope `publish`, where the server wants one. */
  readonly token: string | undefined;
  readonly name: string;
  readonly plan: TrainingPlan;
  /** Whether a server started this process: it judges a failure by the exit code, and may try again. */
  readonly isLaunched: boolean;
  /** Gives up what could not be delivered yet when it aborts. */
  readonly signal: AbortSignal;
  /** Called when a viewer asks for the training to end. */
  readonly onCancel: () => void;
  /** Where viewers' pauses and resumes go. */
  readonly pauses: Pauses;
  /** Told what could not be delivered, and why. The training goes on in any case. */
  readonly onProblem: (error: Error) => void;
}

/**
 * Begins to publish: this, `report()` and `finish()` are all that makes a training live.
 *
 * @throws TrainwireClientError `bad_id` or `bad_option`
 */
export function publishDigits(options: PublishDigitsOptions): ReportSink & { readonly trainId: string } {
  const { trainId, token, plan, isLaunched, onCancel, pauses, ...rest } = options;
  const publisher = publishTraining({
    ...rest,
    ...(trainId !== undefined && { trainId }),
    ...(token && { token }),
    config: { ...plan },
    tags: ["digits"],
    onCommand: ({ command_id, name }) => {
      const done = { command_id, state: "done" } as const;
      switch (name) {
        case "cancel":
          publisher.ack(command_id, "accepted");
          return onCancel();
        case "pause":
          publisher.ack(command_id, "accepted");
          return pauses.pause(() => publisher.report({ status: "paused", command_ack: done }));
        case "resume":
          publisher.report({ status: "running", command_ack: done });
          return pauses.resume();
        default:
          return publisher.ack(command_id, "refused", `this trainer cannot ${name}`);
      }
    },
  });
  return {
    trainId: publisher.trainId,
    report: (fields) => publisher.report({ ...fields }),
    finish: async (status, fields) => {
      if (status !== "failed" || !isLaunched)
        return publisher.finish(status, { ...fields }).catch(options.onProblem);
      publisher.report({ ...fields });
      await publisher[Symbol.asyncDispose]();
    },
  };
}
