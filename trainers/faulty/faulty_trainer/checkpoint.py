"""Checkpoints of a trainer that has nothing to save but its step."""

import json
import os
from pathlib import Path

SIZE_BYTES = 1 << 20


class RunFolder:
    """The folder that the launcher names, and the checkpoints in it; their paths are as reported."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, step: int) -> dict[str, object]:
        """Writes a whole checkpoint, and returns what to report of it."""
        path = self._path(step)
        unfinished = path.with_name(f".{path.name}")
        unfinished.write_text(_content(step))
        unfinished.replace(path)
        return {"path": path.relative_to(self._folder).as_posix(), "step": step}

    def write_half(self, step: int, *, in_place: bool) -> None:
        """Writes the first half of a checkpoint: under its hidden name, or under its final one."""
        path = self._path(step)
        with (path if in_place else path.with_name(f".{path.name}")).open("w") as file:
            file.write(_content(step)[: SIZE_BYTES // 2])
            file.flush()
            os.fsync(file.fileno())

    def _path(self, step: int) -> Path:
        path = self._folder / "checkpoints" / f"step-{step}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def read_step(path: Path) -> int:
    """The last step that a checkpoint includes. Raises ValueError if it is not whole."""
    step: int = json.loads(path.read_text())["step"]
    return step


def _content(step: int) -> str:
    return json.dumps({"step": step, "weights": "0" * SIZE_BYTES})
