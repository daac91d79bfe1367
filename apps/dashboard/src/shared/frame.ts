/** Work that runs at most once per animation frame, however often it is asked for. */
export interface FrameTask {
  /** Asks for one run in the next frame; repeats before it change nothing. */
  readonly request: () => void;
  /** Takes back what was asked for. */
  readonly cancel: () => void;
}

/** Makes a task of `run` that runs at most once per animation frame. */
export function oncePerFrame(run: () => void): FrameTask {
  let handle: number | null = null;
  return {
    request() {
      handle ??= requestAnimationFrame(() => {
        handle = null;
        run();
      });
    },
    cancel() {
      if (handle !== null) cancelAnimationFrame(handle);
      handle = null;
    },
  };
}
