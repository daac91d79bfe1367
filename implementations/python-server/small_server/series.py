"""The values of each metric over a training, in at most as many buckets as a chart has columns."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, NamedTuple

from small_server.wire import (
    MAX_ANSWER_SERIES,
    MAX_SERIES_ATTEMPTS,
    MAX_SERIES_METRICS,
    NONFINITE,
    Refused,
)

_TOP_LEVEL = (
    "loss",
    "eval_loss",
    "learning_rate",
    "grad_norm",
    "samples_per_second",
    "tokens_per_second",
    "gpu_memory_allocated_gb",
    "gpu_memory_reserved_gb",
    "gpu_memory_peak_gb",
)


@dataclass(frozen=True, slots=True)
class Query:
    """What a chart asks for."""

    metrics: str | None
    points: int
    x: Literal["step", "time", "seq"]
    least: float | None
    greatest: float | None
    digits: int | None


class Value(NamedTuple):
    """One reported value; `text` names one that is not finite."""

    seq: int
    x: float | None
    attempt: int
    number: float | None
    text: str | None


def series_answer(
    place: dict[str, Any], log: Iterable[tuple[int, int, float | None, str]], query: Query
) -> dict[str, Any]:
    """The `series_answer`; `log` gives position, time, step and message of each update."""
    values: dict[str, list[Value]] = {}
    for seq, received_ms, step, message in log:
        data = json.loads(message)["data"]
        x = {"step": step, "time": received_ms, "seq": seq}[query.x]
        for name, number, text in _reported(data["details"]):
            if name in values or len(values) < MAX_SERIES_METRICS:
                of_name = values.setdefault(name, [])
                if _is_within(x, query):
                    of_name.append(Value(seq, x, data["attempt"], number, text))
    names = list(values) if query.metrics is None else _split(query.metrics)
    if "" in names:
        raise Refused("bad_message", "metrics: a name is empty")
    if len(names) > MAX_ANSWER_SERIES and query.metrics is not None:
        raise Refused("bad_message", f"metrics: at most {MAX_ANSWER_SERIES} at once")
    chosen = [name for name in names if values.get(name)][:MAX_ANSWER_SERIES]
    series = [{"name": name, **_columns(values[name], query)} for name in chosen]
    return {**place, "x": query.x, "names": list(values), "series": series}


def _reported(details: dict[str, Any]) -> Iterator[tuple[str, float | None, str | None]]:
    texts = {entry["name"]: entry["value"] for entry in details.get("nonfinite", [])}
    for name in _TOP_LEVEL:
        if name in details:
            yield name, details[name], texts.get(name)
    for metric, number in details.get("metrics", {}).items():
        name = f"metrics.{metric}"
        yield name, number, texts.get(name)


def _is_within(x: float | None, query: Query) -> bool:
    if query.least is None and query.greatest is None:
        return True
    if x is None or (query.least is not None and x < query.least):
        return False
    return query.greatest is None or x <= query.greatest


def _split(names: str) -> list[str]:
    """Names joined with commas, where a backslash makes the next character a part of the name."""
    found = [""]
    characters = iter(names)
    for character in characters:
        if character == ",":
            found.append("")
        else:
            found[-1] += next(characters, "") if character == "\\" else character
    return list(dict.fromkeys(found))


def _columns(values: Sequence[Value], query: Query) -> dict[str, Any]:
    attempts = [list(run) for _, run in groupby(values, key=lambda value: value.attempt)]
    if len(attempts) > MAX_SERIES_ATTEMPTS:
        raise Refused("bad_message", f"more than {MAX_SERIES_ATTEMPTS} attempts: ask for a part")
    width = _width([len(run) for run in attempts], query.points)
    buckets = [run[at : at + width] for run in attempts for at in range(0, len(run), width)]
    columns: dict[str, Any] = {"total": len(values)}
    columns["seq"] = [bucket[0].seq for bucket in buckets]
    columns["x"] = [bucket[0].x for bucket in buckets]
    columns["last"] = [_round(bucket[-1].number, query.digits) for bucket in buckets]
    columns["attempt"] = [bucket[0].attempt for bucket in buckets]
    if len(values) > query.points:
        finite = [[v.number for v in bucket if v.number is not None] for bucket in buckets]
        columns["last_seq"] = [bucket[-1].seq for bucket in buckets]
        columns["last_x"] = [bucket[-1].x for bucket in buckets]
        columns["count"] = [len(bucket) for bucket in buckets]
        columns["min"] = [_round(min(numbers, default=None), query.digits) for numbers in finite]
        columns["max"] = [_round(max(numbers, default=None), query.digits) for numbers in finite]
    nonfinite = [
        {"at": at, "value": text, "count": count}
        for at, bucket in enumerate(buckets)
        for text in NONFINITE
        if (count := sum(value.text == text for value in bucket))
    ]
    return {**columns, "nonfinite": nonfinite} if nonfinite else columns


def _width(lengths: Sequence[int], points: int) -> int:
    """The least width of a bucket that makes no more buckets than points, or one for each attempt."""

    def fits(width: int) -> bool:
        return sum(-(-length // width) for length in lengths) <= max(points, len(lengths))

    return bisect_left(range(1, max(lengths) + 1), x=True, key=fits) + 1


def _round(number: float | None, digits: int | None) -> float | None:
    return number if number is None or digits is None else float(f"{number:.{digits - 1}e}")
