"""Stands for what this package does not do."""

from collections.abc import Iterator
from typing import Any, Self

from trainwire.notices import Notices

_notices = Notices()


class Ignored:
    """Takes any call, attribute or item, and does nothing. Logged as a value, it is left out."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        """Takes anything, as the class it stands for does."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_args: Any, **_options: Any) -> "Ignored":
        """Does nothing."""
        return self

    def __getitem__(self, _key: Any) -> "Ignored":
        return self

    def __setitem__(self, _key: Any, _value: Any) -> None: ...

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None: ...


def ignore(name: str) -> None:
    """Says once that calls of this name do nothing."""
    _notices.once(name, f"{name} does nothing in trainwire")


def ignored_class(name: str) -> type[Ignored]:
    """A class of that name, such as `Image`, whose objects are ignored."""

    def init(_self: Ignored, *_args: Any, **_options: Any) -> None:
        ignore(name)

    return type(name, (Ignored,), {"__init__": init, "__doc__": f"`{name}` is ignored."})
