import type { SystemRecording } from "./system-recording.ts";
import { playCrashed, playWatched, type SystemSceneOptions, type SystemTarget } from "./system-scenes.ts";
import { Takes } from "./takes.ts";

const scenes = { watched: playWatched, crashed: playCrashed };

/** A scene in which server and trainer are recorded; see `system-scenes.ts`. */
export type SystemScene = keyof typeof scenes;

/** The server and the trainer under test: play each scene once, one at a time, for all cases that judge it. */
export class SystemRecordings implements AsyncDisposable {
  readonly #takes = new Takes<SystemScene, SystemRecording>();
  readonly #target: SystemTarget;
  readonly #options: Omit<SystemSceneOptions, "signal">;

  constructor(target: SystemTarget, options: Omit<SystemSceneOptions, "signal">) {
    this.#target = target;
    this.#options = options;
  }

  /**
   * What happened in this scene.
   *
   * @throws ConformanceError `cannot_start`, `not_applicable` if the scene cannot be played with this server,
   *   `interrupted` if the run was cut short.
   */
  recording(scene: SystemScene): Promise<SystemRecording> {
    return this.#takes.take(scene, (signal) => scenes[scene](this.#target, { ...this.#options, signal }));
  }

  /** Ends the scene that is being played. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#takes[Symbol.asyncDispose]();
  }
}
