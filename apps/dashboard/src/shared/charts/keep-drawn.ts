import { pacedTask } from "../paced-task.ts";
import type { Plot, PlotContent } from "./plot.ts";

/** A plot that is kept up to date. */
export interface KeptPlot {
  /** Shows another content from now on. */
  readonly show: (content: PlotContent) => void;
  readonly stop: () => void;
}

/**
 * Redraws the plot as what it shows grows, at most ten times a second, and only while it can be seen: one that was
 * scrolled away is drawn when it comes back. Follows the element's width.
 */
export function keepDrawn(plot: Plot, first: PlotContent, element: HTMLElement): KeptPlot {
  let content = first;
  let isVisible = true;
  let drawn = stateOf(content);
  const redraw = pacedTask(() => {
    const state = stateOf(content);
    if (!isVisible || drawn === state) return;
    drawn = state;
    plot.draw(content);
  });
  let unsubscribe = subscribe(content, redraw.request);
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
  return {
    show(next) {
      if (next === content) return;
      content = next;
      drawn = "";
      unsubscribe();
      unsubscribe = subscribe(content, redraw.request);
      redraw.request();
    },
    stop() {
      unsubscribe();
      visibility.disconnect();
      size.disconnect();
      redraw.cancel();
    },
  };
}

function stateOf({ lines }: PlotContent): string {
  return lines.map(({ history }) => history.version).join(" ");
}

function subscribe({ lines }: PlotContent, listener: () => void): () => void {
  const ends = [...new Set(lines.map(({ history }) => history))].map((history) =>
    history.subscribe(listener),
  );
  return () => {
    for (const end of ends) end();
  };
}
