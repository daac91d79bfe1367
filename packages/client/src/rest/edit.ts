/** How a change of a training is asked for. */
export interface EditOptions {
  readonly signal?: AbortSignal;
}

/** How a training is told something. */
export interface CommandOptions extends EditOptions {
  /** Why, for people: it stands in the training's log. At most 1000 characters. */
  readonly reason?: string;
  /** Asked again under the same id it is the same command: give one to ask again after `unreachable`. */
  readonly commandId?: string;
}

/** How a training is deleted. */
export interface DeleteOptions extends EditOptions {
  /** Also one that is starting or running; default: the server refuses that. */
  readonly force?: boolean;
}
