"""What a reporter was asked to do, by its caller or the environment."""

import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from trainwire.commands import Command
from trainwire.json_safe import to_json_object
from trainwire.notices import Notices
from trainwire.record.fields import (
    MAX_NAME_LENGTH,
    MAX_TAG_LENGTH,
    MAX_TAGS,
    TRAIN_ID,
    clip,
)

DEFAULT_URL = "http://127.0.0.1:8000"


class ReporterOptions(TypedDict, total=False):
    """What a `Reporter` can be told by keyword. Everything may be left out."""

    name: str
    """What people call the training; default: its id."""
    config: Mapping[str, Any]
    """The training's settings; any values, those that JSON cannot hold become text."""
    tags: Sequence[str]
    attempt: int
    """Which run of this training it is, from 1; default: `TRAINWIRE_ATTEMPT`, else the newest."""
    spool_dir: str | os.PathLike[str]
    """Where records wait for the server; default: `TRAINWIRE_SPOOL_DIR`, else the user's state."""
    token: str
    """Sent as `Authorization: Bearer`, written nowhere; default: `TRAINWIRE_TOKEN`."""
    expect_next_in_seconds: float
    """The promise by which health is judged: the longest time between two reports."""
    run_dir: str | os.PathLike[str]
    """Where its checkpoints and other files are; default: `TRAINWIRE_RUN_DIR`, else here."""
    on_command: Callable[[Command], object]
    """Called with each new command, in the background thread."""
    all_ranks: bool
    """Whether every process of a distributed training reports; default: only rank 0."""
    enabled: bool
    """False makes a reporter that does nothing; default True."""
    max_queued: int
    """Most records between `log` and the disk; default 65,536. Beyond it the newest are dropped."""
    max_spool_bytes: int
    """Most bytes on disk; default 256 MiB. Beyond it the oldest are dropped."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The same, made sound: nothing here can make a reporter fail."""

    train_id: str
    url: str
    token: str | None = field(repr=False)
    attempt: int | None
    run_dir: Path
    resume_from: Path | None
    is_launched: bool
    spool_dir: Path
    registration: Mapping[str, Any]
    expect_next_in_seconds: object
    rank: int | None
    world_size: int | None
    all_ranks: bool
    enabled: bool
    max_queued: int
    max_spool_bytes: int


def read_settings(
    train_id: object, url: object, options: Mapping[str, Any], notices: Notices
) -> Settings:
    """Arguments come before the environment. What is unusable is said, and left out."""
    for name in options.keys() - ReporterOptions.__annotations__.keys():
        notices.once(f"option {name}", f"{name!r} is no option of a reporter; it is ignored")
    name = clip(str(options.get("name") or ""), MAX_NAME_LENGTH)
    sound_id = _read_train_id(train_id or os.environ.get("TRAINWIRE_TRAIN_ID"), name, notices)
    rank = _read_int("RANK", os.environ.get("RANK"), 0, notices)
    all_ranks = bool(options.get("all_ranks", False))
    return Settings(
        train_id=sound_id,
        url=str(url or os.environ.get("TRAINWIRE_URL") or DEFAULT_URL),
        token=read_token(options.get("token")),
        attempt=_read_attempt(options, notices),
        run_dir=_read_run_dir(options.get("run_dir"), notices),
        resume_from=_read_resume_from(),
        is_launched=bool(os.environ.get("TRAINWIRE_LAUNCH_ID")),
        spool_dir=_read_spool_dir(options.get("spool_dir"), notices),
        registration=_read_registration(sound_id, name, options),
        expect_next_in_seconds=options.get("expect_next_in_seconds"),
        rank=rank,
        world_size=_read_int("WORLD_SIZE", os.environ.get("WORLD_SIZE"), 1, notices),
        all_ranks=all_ranks,
        enabled=bool(options.get("enabled", True)) and (all_ranks or not rank),
        max_queued=_read_int("max_queued", options.get("max_queued"), 1, notices) or 65_536,
        max_spool_bytes=_read_int("max_spool_bytes", options.get("max_spool_bytes"), 1, notices)
        or 256 * 1024 * 1024,
    )


def read_token(given: object) -> str | None:
    """The token that was given, or that of the environment; files end it with a line's end."""
    return str(given or os.environ.get("TRAINWIRE_TOKEN") or "").strip() or None


def _read_train_id(given: object, name: str, notices: Notices) -> str:
    if not given:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-")
        return f"{slug or 'training'}-{secrets.token_hex(4)}"
    text = str(given)
    if TRAIN_ID.fullmatch(text):
        return text
    sound = re.sub(r"[^A-Za-z0-9._-]+", "-", text).lstrip("._-")[:128]
    sound = sound or f"training-{secrets.token_hex(4)}"
    notices.once(
        "train_id", f"{text[:200]!r} cannot be a training's id; {sound!r} is taken instead"
    )
    return sound


def _read_attempt(options: Mapping[str, Any], notices: Notices) -> int | None:
    if options.get("attempt") is not None:
        return _read_int("attempt", options["attempt"], 1, notices)
    return _read_int("TRAINWIRE_ATTEMPT", os.environ.get("TRAINWIRE_ATTEMPT"), 1, notices)


def _read_int(name: str, value: object, least: int, notices: Notices) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(str(value))
    except ValueError:
        number = least - 1
    if least <= number < 2**53:
        return number
    notices.once(f"setting {name}", f"{name} cannot be {str(value)[:40]!r}; it is ignored")
    return None


def _read_run_dir(given: object, notices: Notices) -> Path:
    text = _read_path("run_dir", given, notices) or os.environ.get("TRAINWIRE_RUN_DIR", "")
    # Absolute now: the training may change its current folder later.
    return Path(os.path.abspath(os.path.expanduser(text or ".")))


def _read_resume_from() -> Path | None:
    text = os.environ.get("TRAINWIRE_RESUME_FROM", "")
    return Path(text) if text else None


def _read_path(name: str, given: object, notices: Notices) -> str:
    if isinstance(given, str | os.PathLike):
        return os.fspath(given)
    if given is not None:
        notices.once(f"setting {name}", f"{name} is not a path; it is ignored")
    return ""


def _read_spool_dir(given: object, notices: Notices) -> Path:
    text = _read_path("spool_dir", given, notices) or os.environ.get("TRAINWIRE_SPOOL_DIR", "")
    if text:
        return Path(text).expanduser()
    state = os.environ.get("XDG_STATE_HOME")
    try:
        base = Path(state) if state else Path.home() / ".local" / "state"
    except RuntimeError:  # this user has no home
        base = Path(tempfile.gettempdir())
    return base / "trainwire" / "spool"


def _read_registration(train_id: str, name: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
    registration: dict[str, Any] = {"train_id": train_id}
    if name:
        registration["name"] = name
    if options.get("config"):
        registration["config"] = to_json_object(options["config"])
    tags = options.get("tags")
    if isinstance(tags, list | tuple | set):
        texts = (clip(str(tag), MAX_TAG_LENGTH) for tag in tags)
        registration["tags"] = [text for text in texts if text][:MAX_TAGS]
    return registration
