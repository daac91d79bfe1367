import type { TrainerTarget } from "../targets/trainer-target.ts";
import { Takes } from "./takes.ts";
import { hasSpoken, type TrainerRecording } from "./trainer-recording.ts";
import {
  playCancelled,
  playDisturbed,
  playPaused,
  playTerminated,
  playUndisturbed,
  type TrainerSceneOptions,
} from "./trainer-scenes.ts";

const scenes = {
  undisturbed: playUndisturbed,
  disturbed: playDisturbed,
  terminated: playTerminated,
  cancelled: playCancelled,
  paused: playPaused,
};

/** A scene in which a trainer is recorded; see `trainer-scenes.ts`. */
export type TrainerScene = keyof typeof scenes;

/** The trainer under test: plays each scene once, one at a time, for all cases that judge it. */
export class TrainerRecordings implements AsyncDisposable {
  readonly #takes = new Takes<TrainerScene, TrainerRecording>();
  readonly #target: TrainerTarget;
  readonly #options: Omit<TrainerSceneOptions, "signal">;

  constructor(target: TrainerTarget, options: Omit<TrainerSceneOptions, "signal">) {
    this.#target = target;
    this.#options = options;
  }

  /**
   * What the trainer did in this scene. A trainer that never spoke undisturbed is not tried in other scenes:
   * that recording stands for them.
   *
   * @throws ConformanceError `cannot_start` if it cannot be started, `interrupted` if the run was cut short.
   */
  async recording(scene: TrainerScene): Promise<TrainerRecording> {
    const undisturbed = await this.#take("undisturbed");
    return scene === "undisturbed" || !hasSpoken(undisturbed) ? undisturbed : this.#take(scene);
  }

  /** Ends the scene that is being played. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#takes[Symbol.asyncDispose]();
  }

  #take(scene: TrainerScene): Promise<TrainerRecording> {
    return this.#takes.take(scene, (signal) => scenes[scene](this.#target, { ...this.#options, signal }));
  }
}
