/** Work that is asked for more often than it needs to be done. */
export interface PacedTask {
  /** Asks for one run; repeats before it change nothing. */
  readonly request: () => void;
  /** Takes back what was asked for. */
  readonly cancel: () => void;
}

/** The eye needs no more, and a long history that streams in must not spend its time on being drawn. */
const minIntervalMs = 100;

/**
 * Makes a task of `run` that runs in the next animation frame after it was asked for, but 100 ms after its last
 * run at the earliest. While the page is hidden there are no frames, and nothing runs.
 */
export function pacedTask(run: () => void): PacedTask {
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lastRunMs = Number.NEGATIVE_INFINITY;
  const runInFrame = (): void => {
    timer = null;
    frame = requestAnimationFrame(() => {
      frame = null;
      lastRunMs = performance.now();
      run();
    });
  };
  return {
    request() {
      if (frame !== null || timer !== null) return;
      const waitMs = lastRunMs + minIntervalMs - performance.now();
      if (waitMs <= 0) runInFrame();
      else timer = setTimeout(runInFrame, waitMs);
    },
    cancel() {
      if (frame !== null) cancelAnimationFrame(frame);
      if (timer !== null) clearTimeout(timer);
      frame = null;
      timer = null;
    },
  };
}
