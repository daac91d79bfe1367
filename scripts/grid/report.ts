/** What became of a row and a column together. */
export interface Cell {
  readonly row: string;
  readonly server: string;
  readonly seconds: number;
  /** What went wrong; undefined if it works. */
  readonly problem?: string;
}

/** The grid as a table in Markdown, and below it what does not work. */
export function markdown(cells: readonly Cell[], madeAt: Date): string {
  const servers = [...new Set(cells.map(({ server }) => server))];
  const rows = [...new Set(cells.map(({ row }) => row))];
  const line = (words: readonly string[]): string => `| ${words.join(" | ")} |`;
  const wordOf = (row: string, server: string): string => {
    const cell = cells.find((each) => each.row === row && each.server === server);
    return cell?.problem === undefined ? "works" : "**fails**";
  };
  const broken = cells.filter(({ problem }) => problem !== undefined);
  return [
    line(["", ...servers.map((server) => `server ${server}`)]),
    line(["---", ...servers.map(() => "---")]),
    ...rows.map((row) => line([row, ...servers.map((server) => wordOf(row, server))])),
    "",
    ...broken.flatMap(({ row, server, problem = "" }) => [
      `### ${row}, server ${server}`,
      "",
      "```",
      problem,
      "```",
      "",
    ]),
    `${cells.length - broken.length} of ${cells.length} work, ${madeAt.toISOString()}`,
    "",
  ].join("\n");
}
