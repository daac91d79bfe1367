"""From logged names and values to the fields of a record."""

from collections.abc import Callable, Mapping

from trainwire.record.fields import (
    COUNT_FIELDS,
    MAX_PHASE_LENGTH,
    MAX_REASON_LENGTH,
    MEASURED_FIELDS,
    OWN_FIELDS,
    SHORT_NAMES,
    STATUSES,
    clip,
    well_formed,
    wire_length,
)
from trainwire.record.freeze import Unusable
from trainwire.record.number import Number, read_count, read_number
from trainwire.record.timestamp import read_timestamp
from trainwire.wire.constants import MAX_METRIC_NAME_LENGTH, MAX_METRICS

Complain = Callable[[str, str], None]
"""Is told the name of what could not be reported, and why."""


def to_record(values: Mapping[object, object], complain: Complain) -> dict[str, object]:
    """The wire's fields for frozen values; empty if none is usable.

    Short and wire names become fields, other names metrics; `None` says that nothing was
    reported. Values that are not finite become `None` and are named in `nonfinite`.
    """
    draft = _Draft(complain)
    for name, value in values.items():
        draft.take(name, value)
    return draft.record()


class _Draft:
    """A record while its values are being read."""

    def __init__(self, complain: Complain) -> None:
        self._complain = complain
        self._fields: dict[str, object] = {}
        self._metrics: dict[str, int | float | None] = {}
        self._nonfinite: dict[str, str] = {}

    def record(self) -> dict[str, object]:
        record = dict(self._fields)
        if self._metrics:
            record["metrics"] = self._metrics
        if self._nonfinite:
            record["nonfinite"] = [
                {"name": name, "value": value} for name, value in self._nonfinite.items()
            ]
        return record

    def take(self, name: object, value: object) -> None:
        if value is None:
            return
        if not isinstance(name, str):
            self._complain(repr(name)[:64], "is no text and cannot be a name")
            return
        field = SHORT_NAMES.get(name, name)
        if field in MEASURED_FIELDS:
            self._number(field, read_number(value), value)
        elif field in COUNT_FIELDS:
            self._number(field, read_count(value, COUNT_FIELDS[field]), value)
        elif field in _TEXTS:
            self._text(field, value)
        elif field == "complete":
            # Alone it means completed; beside a status it adds nothing.
            if value is True:
                self._fields.setdefault("status", "completed")
        elif field in OWN_FIELDS:
            self._complain(name, "is filled in by the reporter")
        elif field == "metrics" and isinstance(value, Mapping):
            for metric, number in value.items():
                self._metric(metric, number)
        else:
            self._metric(name, value)

    def _number(self, field: str, number: Number | None, value: object) -> None:
        if number is None:
            self._complain(field, f"cannot be {_describe(value)}")
            return
        self._fields[field] = number.value
        self._note_nonfinite(field, number)

    def _text(self, field: str, value: object) -> None:
        text = _TEXTS[field](value)
        if text is None:
            self._complain(field, f"cannot be {_describe(value)}")
        else:
            self._fields[field] = text

    def _metric(self, name: object, value: object) -> None:
        if value is None:
            return
        if not isinstance(name, str) or not _is_metric_name(name):
            self._complain(repr(name)[:64], "cannot be a metric's name")
        elif isinstance(value, Mapping):
            for key, item in value.items():
                self._metric(f"{name}.{key}", item)
        elif (number := read_number(value)) is None:
            self._complain(name, f"cannot be {_describe(value)}")
        elif name not in self._metrics and len(self._metrics) == MAX_METRICS:
            self._complain(name, f"is beyond the {MAX_METRICS} metrics that one record may hold")
        else:
            self._metrics[name] = number.value
            self._note_nonfinite(f"metrics.{name}", number)

    def _note_nonfinite(self, path: str, number: Number) -> None:
        if number.nonfinite is None:
            self._nonfinite.pop(path, None)
        else:
            self._nonfinite[path] = number.nonfinite


def _read_status(value: object) -> str | None:
    return value if isinstance(value, str) and value in STATUSES else None


def _reader_of(max_length: int) -> Callable[[object], str | None]:
    def read(value: object) -> str | None:
        return clip(well_formed(value), max_length) if isinstance(value, str) and value else None

    return read


_TEXTS: Mapping[str, Callable[[object], str | None]] = {
    "status": _read_status,
    "phase": _reader_of(MAX_PHASE_LENGTH),
    "reason": _reader_of(MAX_REASON_LENGTH),
    "timestamp": read_timestamp,
}


def _is_metric_name(name: str) -> bool:
    is_printable = all(character > "\x1f" and character != "\x7f" for character in name)
    is_text = is_printable and name == well_formed(name)
    return is_text and 0 < wire_length(name) <= MAX_METRIC_NAME_LENGTH and name != "__proto__"


def _describe(value: object) -> str:
    if isinstance(value, Unusable):
        return f"a value of type {value.kind}"
    return f"{str(value)[:40]!r}" if isinstance(value, str | int | float) else type(value).__name__
