"""Keeps an adapter's own faults out of the training."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from trainwire.notices import Notices

_notices = Notices()
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def harmless(hook: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result | Any]:
    """A hook that logs an exception of its own, once, and returns None instead of raising it."""

    @functools.wraps(hook)
    def call(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result | None:
        try:
            return hook(*args, **kwargs)
        except Exception:
            _notices.broken(hook.__qualname__)
            return None

    return call
