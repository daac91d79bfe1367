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
    if isinstance(error, (Exception, KeyboardInterrupt)):
        return status_of(error)
    return status_of(SystemExit(_exit_codes[-1])) if _exit_codes else (None, "")


def status_of(error: BaseException) -> tuple[FinalStatus | None, str]:
    """The status that an exception which nobody caught speaks of, and the reason.

    None: it is an exit without a code, by which a script ends as any other does.
    """
    if isinstance(error, SystemExit):
        return (None, "") if error.code in (None, 0) else ("failed", f"exit {error.code}")
    if isinstance(error, KeyboardInterrupt):
        return "cancelled", "interrupted"
    return "failed" if isinstance(error, Exception) else "cancelled", describe_error(error)


def describe_error(error: BaseException) -> str:
    """An exception in a line: its type and its message."""
    try:
        text = str(error).strip().partition("\n")[0]
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
