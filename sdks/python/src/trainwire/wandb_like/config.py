"""The settings of a run, as `wandb.config` has them."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from trainwire.json_safe import to_json_object, to_json_safe


class Config(MutableMapping[str, Any]):
    """A dict whose keys are attributes too. What JSON cannot hold is published as text."""

    _values: dict[str, Any]
    _published: dict[str, Any]

    def __init__(self) -> None:
        object.__setattr__(self, "_values", {})
        object.__setattr__(self, "_published", {})

    def update(self, *others: Any, **values: Any) -> None:
        """Takes mappings or objects such as argparse's Namespace; unknown options are ignored."""
        values.pop("allow_val_change", None)
        for other in (*others, values):
            self._take(other)

    def setdefaults(self, other: Any) -> None:
        """Takes what is not set yet."""
        mapping = other if isinstance(other, Mapping) else getattr(other, "__dict__", {})
        self._take({key: value for key, value in mapping.items() if key not in self._values})

    def as_dict(self) -> dict[str, Any]:
        """A copy."""
        return dict(self._values)

    def published(self) -> dict[str, Any]:
        """What a server is told."""
        return dict(self._published)

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._values[key] = value
        self._published[str(key)] = to_json_safe(value)

    def __delitem__(self, key: str) -> None:
        del self._values[key]
        self._published.pop(str(key), None)

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._values))

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"the config has no {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __repr__(self) -> str:
        return repr(self._values)

    def _take(self, other: Any) -> None:
        values = other if isinstance(other, Mapping) else getattr(other, "__dict__", {})
        self._values.update(values)
        self._published.update(to_json_object(values))
