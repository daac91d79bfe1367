import { publishTraining } from "@trainwire/client";
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
  /** Gives up what could not be delivered yet when it aborts. */
  readonly signal: AbortSignal;
  /** Called when a viewer asks for the training to end. */
  readonly onCancel: () => void;
  /** Told what could not be delivered, and why. The training goes on in any case. */
  readonly onProblem: (error: Error) => void;
}

/**
 * Begins to publish: this, `report()` and `finish()` are all that makes a training live.
 *
 * @throws TrainwireClientError `bad_id` or `bad_option`
 */
export function publishDigits(options: PublishDigitsOptions): ReportSink & { readonly trainId: string } {
  const { trainId, token, plan, onCancel, ...rest } = options;
  const publisher = publishTraining({
    ...rest,
    ...(trainId !== undefined && { trainId }),
    ...(token && { token }),
    config: { ...plan },
    tags: ["digits"],
    onCommand: ({ command_id, name }) => {
      if (name !== "cancel") {
        const reason = `this trainer cannot ${name}`;
        return publisher.report({ command_ack: { command_id, state: "refused", reason } });
      }
      publisher.report({ command_ack: { command_id, state: "accepted" } });
      onCancel();
    },
  });
  return {
    trainId: publisher.trainId,
    report: (fields) => publisher.report({ ...fields }),
    finish: (status, fields) => publisher.finish(status, { ...fields }).catch(options.onProblem),
  };
}
