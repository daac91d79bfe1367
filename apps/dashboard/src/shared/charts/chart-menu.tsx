import { Download } from "lucide-react";
import type { RefObject } from "react";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { drawnRows, saveFile, toCsv, toPng } from "./chart-export.ts";
import type { ChartLine } from "./chart-spec.ts";

/** What `ChartMenu` exports. */
export interface ChartMenuProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly target: RefObject<HTMLDivElement | null>;
}

/** Saves a chart: its picture, or the values that it draws. */
export function ChartMenu({ title, lines, target }: ChartMenuProps) {
  const xName = lines[0]?.history.xName ?? "step";
  const save = (ending: string, type: string, text: string): void =>
    saveFile(`${title}.${ending}`, new Blob([text], { type }));
  const savePng = async (): Promise<void> => {
    const picture = target.current && (await toPng(target.current, title, lines));
    if (picture !== null) saveFile(`${title}.png`, picture);
  };
  return (
    <Menu label={`Save ${title.toLowerCase()}`} icon={Download}>
      <MenuItem onSelect={() => void savePng()}>Picture (PNG)</MenuItem>
      <MenuItem onSelect={() => save("csv", "text/csv", toCsv(drawnRows(lines), xName))}>
        Values (CSV)
      </MenuItem>
      <MenuItem
        onSelect={() =>
          save("json", "application/json", JSON.stringify({ title, x: xName, rows: drawnRows(lines) }))
        }
      >
        Values (JSON)
      </MenuItem>
    </Menu>
  );
}
