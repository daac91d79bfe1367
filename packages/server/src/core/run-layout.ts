/** Where the files of one training's run are, for one of its attempts. */
export interface RunLayout {
  /** What users see: all that is below is an artifact. */
  readonly artifacts: string;
  /** What a trainer could not deliver yet. */
  readonly spool: string;
  /** What the attempt prints. */
  readonly log: string;
  /** Made when the attempt's program begins: there is one only if it was started. */
  readonly started: string;
  /** Its exit code, once it has ended by itself. */
  readonly exit: string;
}

/**
 * The layout of a run folder.
 * @param folder As whoever reads the paths sees it: a container sees it elsewhere than the server.
 */
export function runLayout(folder: string, attempt: number): RunLayout {
  return {
    artifacts: `${folder}/artifacts`,
    spool: `${folder}/spool`,
    log: `${folder}/logs/attempt-${attempt}.log`,
    started: `${folder}/started-${attempt}`,
    exit: `${folder}/exit-${attempt}`,
  };
}
