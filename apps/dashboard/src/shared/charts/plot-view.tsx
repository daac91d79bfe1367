import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { useColorScheme } from "../color-scheme.ts";
import type { CursorLink } from "./cursor-link.ts";
import { type KeptPlot, keepDrawn } from "./keep-drawn.ts";
import { createPlot, type PlotContent } from "./plot.ts";
import type { XKind, XRange } from "./x-axis.ts";

/** What `PlotView` draws. */
export interface PlotViewProps {
  readonly content: PlotContent;
  readonly log: boolean;
  readonly x: XKind;
  /** CSS pixels; the width is the container's. */
  readonly height: number;
  /** What the chart shows, for those who cannot see it. */
  readonly description: string;
  readonly link: CursorLink;
  readonly onRange: (range: XRange | null) => void;
  /** Given the plot's element, for an export of its picture. */
  readonly target: RefObject<HTMLDivElement | null>;
}

/** Keeps a plot on the page: drawn anew as its lines grow; made anew for other lines, axes or colours. */
export function PlotView(props: PlotViewProps) {
  const colorScheme = useColorScheme();
  const { content, log, x, height } = props;
  const looks = content.lines.map(({ label, color, dash, marked }) => [label, color, dash, marked]);
  return <PlotCanvas key={JSON.stringify([looks, colorScheme, log, x, height])} {...props} />;
}

function PlotCanvas({ content, description, target, link, height, ...rest }: PlotViewProps) {
  const [kept, setKept] = useState<KeptPlot | null>(null);
  const make = useEffectEvent((element: HTMLElement) => {
    const plot = createPlot({ target: element, content, link, height, ...rest });
    return { plot, keeping: keepDrawn(plot, content, element) };
  });
  useEffect(() => {
    if (target.current === null) return undefined;
    const { plot, keeping } = make(target.current);
    setKept(keeping);
    return () => {
      keeping.stop();
      plot.destroy();
    };
  }, [target]);
  useEffect(() => kept?.show(content), [kept, content]);
  return (
    <div
      ref={target}
      role="img"
      aria-label={description}
      className="w-full overflow-hidden"
      style={{ height }}
    />
  );
}
