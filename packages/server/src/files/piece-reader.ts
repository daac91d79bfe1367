import type { Piece } from "./formats/cut.ts";
import { readEvent } from "./formats/event.ts";
import type { Fields, FileRecord } from "./formats/file-record.ts";
import { ScalarReports } from "./formats/scalars.ts";
import type { Tail } from "./tail.ts";

/** Makes records of the pieces of files, in order. */
export interface PieceReader {
  read(piece: Piece, tail: Tail): FileRecord[];
  /** What waited for more, when there is nothing more for now. */
  flush(tail: Tail): FileRecord[];
}

/** A record of each line. */
export function linesReader(readLine: (text: string) => Fields | undefined): PieceReader {
  return {
    read: ({ bytes, end }, { producerId, storedUpTo }) => {
      const producer = { id: producerId, seq: end };
      try {
        const fields = readLine(bytes.toString("utf8"));
        return fields && end > storedUpTo ? [{ fields, producer }] : [];
      } catch (error) {
        if (end <= storedUpTo) return [];
        return [{ problem: `the line before byte ${end}: ${messageOf(error)}`, producer }];
      }
    },
    flush: () => [],
  };
}

/** A record of the scalars of one step. What was stored before is read again, to know the steps that it went through. */
export function eventsReader(): PieceReader {
  const reports = new ScalarReports();
  const place = (made: ReturnType<ScalarReports["flush"]>, { producerId, storedUpTo }: Tail): FileRecord[] =>
    made
      .filter(({ end }) => end > storedUpTo)
      .map(({ fields, end }) => ({ fields, producer: { id: producerId, seq: end } }));
  return {
    read: ({ bytes, end }, tail) => {
      try {
        // A group that was stored ends where the rest of its step, written later, begins.
        const before = end > tail.storedUpTo && tail.storedUpTo >= reports.end ? reports.flush() : [];
        return place([...before, ...reports.add(readEvent(bytes), end)], tail);
      } catch (error) {
        return [
          {
            problem: `the event before byte ${end}: ${messageOf(error)}`,
            producer: { id: tail.producerId, seq: end },
          },
        ];
      }
    },
    flush: (tail) => place(reports.flush(), tail),
  };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
