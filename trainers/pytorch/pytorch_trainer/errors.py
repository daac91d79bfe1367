"""What can go wrong in a training, as one typed error with a closed code."""

from typing import Literal

ErrorCode = Literal["bad_option", "bad_text", "bad_checkpoint", "no_cuda", "diverged"]


class TrainerError(Exception):
    """A training that cannot start or go on. `code` says why; the message says what to do."""

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
