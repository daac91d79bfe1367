"""The folder of a training: what a launcher says of it, and what may be said of the files in it."""

import os
import re
from pathlib import Path

from trainwire.record.fields import wire_length

_MAX_PATH_LENGTH = 1024
_UNWRITABLE = re.compile(r"[\\\x00-\x1f\x7f\ud800-\udfff]")


def artifact_path(run_dir: Path, path: str | os.PathLike[str]) -> str | None:
    """The path of a file as the protocol writes it: below `run_dir`, joined by `/`.

    A relative path is one below the current folder. None if the file is not below `run_dir`, or
    has a name that cannot be written, or one that begins with `.`: such files are unfinished.
    """
    absolute = Path(os.path.abspath(path))
    try:
        below = absolute.relative_to(os.path.abspath(run_dir)).as_posix()
    except ValueError:
        return None
    is_hidden = any(segment.startswith(".") for segment in below.split("/"))
    if is_hidden or _UNWRITABLE.search(below) or wire_length(below) > _MAX_PATH_LENGTH:
        return None
    return below
