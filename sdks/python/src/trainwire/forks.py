"""Silences reporters in forked children, which have their memory but not their threads."""

import os
import weakref
from typing import Protocol


class Forked(Protocol):
    """Something that must not act in a forked child."""

    def silence_in_child(self) -> None:
        """Called in the child, right after the fork."""


_watched: "weakref.WeakSet[Forked]" = weakref.WeakSet()


def silence_in_children(one: Forked) -> None:
    """Sees to it that `one.silence_in_child` is called in every child of this process."""
    _watched.add(one)


def _after_fork() -> None:
    for one in list(_watched):
        one.silence_in_child()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
