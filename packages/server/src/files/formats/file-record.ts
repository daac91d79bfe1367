/** A record as a file holds it: the fields of a report, or why it cannot be read. */
export type FileRecord = {
  /** Its place: a producer of the file's own, and a number that rises along the file. */
  readonly producer: { readonly id: string; readonly seq: number };
} & ({ readonly fields: Fields } | { readonly problem: string });

/** Fields of a report, on their way to ingest. */
export type Fields = Readonly<Record<string, unknown>>;
