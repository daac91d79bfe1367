/** A process of the target that the suite can end and start again, on the same port and data. */
export interface TargetProcess {
  /** Asks it to stop, as an operator does (TERM), and waits until it is gone. */
  stop(): Promise<void>;
  /** Kills it without warning, and waits until it is gone. */
  crash(): Promise<void>;
  /** Starts it again and waits until it answers. */
  start(): Promise<void>;
}

/** What is tested. */
export interface Target extends AsyncDisposable {
  /** http(s) base of the server. */
  readonly url: URL;
  /** How it was named on the command line. */
  readonly description: string;
  /** What lets the suite in, where it wants a token; with the scope `admin`, it lets it do everything. */
  readonly token?: string | undefined;
  /** A recipe of it that soon completes and leaves artifacts; the suite can put none there itself. */
  readonly recipe?: string | undefined;
  /** Whether viewers speak the draft of the second version to it, where a case does not say which. */
  readonly draft?: boolean | undefined;
  /** The last that it wrote; present if the suite started it. */
  readonly log?: () => string;
  /** The folder that the suite made for its data, if it did. */
  readonly dataFolder?: string;
  /** Present if the suite started it itself. */
  readonly process?: TargetProcess;
}
