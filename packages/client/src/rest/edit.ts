/** How a change of a training is asked for. */
export interface EditOptions {
  readonly signal?: AbortSignal;
}

/** How a training is deleted. */
export interface DeleteOptions extends EditOptions {
  /** Also one that is starting or running; default: the server refuses that. */
  readonly force?: boolean;
}
