"""Tells how the interpreter came to its end."""

import sys
from typing import Any, Literal

FinalStatus = Literal["completed", "failed", "cancelled"]
"""How a training can end."""

_exit_codes: list[object] = []


def watch_sys_exit() -> None:
    """Remembers the code of `sys.exit` from now on; `sys.exit` itself goes on as before."""
    original = sys.exit
    if getattr(original, "is_watched", False):
        return

    def remembering_exit(code: Any = None, /) -> None:
        _exit_codes.append(code)
        original(code)

    remembering_exit.is_watched = True  # type: ignore[attr-defined]
    sys.exit = remembering_exit  # type: ignore[assignment]


def status_at_exit() -> tuple[FinalStatus | None, str]:
    """The status that an uncaught exception or a watched `sys.exit` speaks of, and the reason.

    None: the interpreter ends without either. An interactive session's errors say nothing.
    """
    if hasattr(sys, "ps1"):
        return None, ""
    error = getattr(sys, "last_value", None)
    if isinstance(error, KeyboardInterrupt):
        return "cancelled", "interrupted"
    if isinstance(error, Exception):
        return "failed", describe_error(error)
    if _exit_codes and _exit_codes[-1] not in (None, 0, False):
        return "failed", f"exit {_exit_codes[-1]}"
    return None, ""


def describe_error(error: BaseException) -> str:
    """An exception in a line: its type and its message."""
    try:
        text = str(error).strip().partition("\n")[0]
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
