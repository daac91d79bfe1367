"""`init`, `log` and `finish`: one run at a time, as scripts written for wandb expect."""

import atexit
from collections.abc import Mapping
from typing import Any

from trainwire.exit_watch import status_at_exit, watch_sys_exit
from trainwire.notices import Notices
from trainwire.wandb_like.config import Config
from trainwire.wandb_like.ignored import Ignored, ignore, ignored_class
from trainwire.wandb_like.run import IGNORED_CALLS, LateReporter, Run

config = _config = Config()
"""The settings of the current run; `init` empties it."""

IGNORED_CLASSES = frozenset(
    {
        "Artifact",
        "Audio",
        "Graph",
        "Histogram",
        "Html",
        "Image",
        "Molecule",
        "Object3D",
        "Plotly",
        "Settings",
        "Table",
        "Video",
    }
)
"""Classes of wandb whose objects are ignored."""

IGNORED_OBJECTS = frozenset({"AlertLevel", "plot"})
"""Further names of wandb that are ignored, whatever is asked of them."""

_notices = Notices()
_current: Run | None = None


def init(
    project: str | None = None,
    name: str | None = None,
    id: str | None = None,  # noqa: A002 -- wandb's word
    config: Any = None,
    token: str | None = None,
    **ignored: Any,
) -> Run:
    """Starts a run, and ends one that is still open.

    `project` becomes a tag. `token` is one of Trainwire's; default: `TRAINWIRE_TOKEN`. Of wandb's
    other arguments `tags`, and `mode="disabled"`, have an effect. A run that the script does not
    finish is ended at exit: failed after an uncaught exception or `sys.exit` with a code other
    than 0, else completed.
    """
    finish()
    _config.clear()
    _config.update(config or {})
    watch_sys_exit()
    reporter = LateReporter(
        _config,
        id,
        name=name or "",
        tags=[str(tag) for tag in (project, *(ignored.get("tags") or ())) if tag],
        enabled=ignored.get("mode") != "disabled",
        token=token or "",
    )
    run = Run(reporter, _config, project or "", name or "")
    _set_current(run)
    return run


def log(
    data: Mapping[str, Any] | None = None,
    step: int | None = None,
    commit: bool | None = None,
    **_ignored: Any,
) -> None:
    """Reports a step of the current run. See `Run.log`."""
    if _current:
        _current.log(data, step, commit)
    else:
        _notices.once("log", "log was called before init; nothing is published")


def finish(exit_code: Any = None, quiet: Any = None) -> None:
    """Ends the current run, if there is one."""
    run = _current
    _set_current(None)
    if run:
        run.finish(exit_code, quiet)


def login(*_args: Any, **_options: Any) -> bool:
    """Does nothing: a token is told to `init`, and a key of wandb's is sent nowhere."""
    return True


def attribute(name: str) -> Any:
    """What the module has beside its functions: `run`, and wandb's names that are ignored.

    Raises AttributeError for any other name.
    """
    if name == "run":
        return _current
    if name == "summary":
        return _current.summary if _current else Config()
    if name in IGNORED_CLASSES:
        return ignored_class(name)
    if name in IGNORED_CALLS or name in IGNORED_OBJECTS:
        ignore(name)
        return Ignored()
    raise AttributeError(f"module 'trainwire' has no attribute {name!r}")


def _set_current(run: Run | None) -> None:
    global _current  # noqa: PLW0603 -- the module is the interface
    _current = run


@atexit.register
def _finish_at_exit() -> None:
    status, reason = status_at_exit()
    if _current:
        _current.end(status or "completed", reason)
