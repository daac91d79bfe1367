import { pacedTask } from "../../../shared/paced-task.ts";
import type { TrainingHistory } from "../history/training-history.ts";
import type { Plot } from "./plot.ts";

/**
 * Redraws the plot as the history grows, at most ten times a second, and only while it can be seen: one that was
 * scrolled away is drawn when it comes back. Follows the element's width. Returns the way to stop.
 */
export function keepDrawn(plot: Plot, history: TrainingHistory, element: HTMLElement): () => void {
  let isVisible = true;
  let drawnVersion = history.version;
  const redraw = pacedTask(() => {
    if (!isVisible || drawnVersion === history.version) return;
    drawnVersion = history.version;
    plot.update();
  });
  const unsubscribe = history.subscribe(redraw.request);
  const visibility = new IntersectionObserver((entries) => {
    isVisible = entries.at(-1)?.isIntersecting ?? true;
    redraw.request();
  });
  const size = new ResizeObserver(() => {
    // While the page is hidden it has no width; what is drawn stays for its return.
    if (element.clientWidth > 0) plot.resize(element.clientWidth);
  });
  visibility.observe(element);
  size.observe(element);
  return () => {
    unsubscribe();
    visibility.disconnect();
    size.disconnect();
    redraw.cancel();
  };
}
