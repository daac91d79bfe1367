/** Why images could not be built. */
export type ImageErrorCode =
  | "no_docker"
  | "no_mmdebstrap"
  | "bad_option"
  | "bad_dockerfile"
  | "command_failed";

/** A build that cannot go on; the message says what to do. */
export class ImageError extends Error {
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
