"""Folders that are there as a whole or not at all."""

import shutil
from collections.abc import Callable
from pathlib import Path

UNFINISHED = ".unfinished"
"""Where the libraries write, within the run folder: what begins with a dot is nobody's artifact."""


def write_folder(path: Path, write: Callable[[Path], object]) -> None:
    """Lets `write` fill a hidden folder, and gives it its name then."""
    unfinished = path.with_name(f".{path.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    write(unfinished)
    move_folder(unfinished, path)


def move_folder(folder: Path, path: Path) -> None:
    """Gives a folder its name, also if there is one of that name: an attempt before wrote it.

    Its files become readable for others, such as a server that runs as another user.
    """
    for file in folder.rglob("*"):
        file.chmod(file.stat().st_mode | 0o444)
    replaced = path.with_name(f".{path.name}.replaced")
    shutil.rmtree(replaced, ignore_errors=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(replaced)
    folder.rename(path)
    shutil.rmtree(replaced, ignore_errors=True)
