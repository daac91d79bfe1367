"""Reads a logged value as a number of the protocol."""

import math
from typing import NamedTuple

from trainwire.record.device_scalar import DeviceScalar
from trainwire.record.fields import MAX_SAFE_INTEGER

_NAMES = frozenset({"NaN", "Infinity", "-Infinity"})


class Number(NamedTuple):
    """A number as it travels: its value, or `None` and the name of what is not finite."""

    value: int | float | None
    nonfinite: str | None = None


def read_number(value: object) -> Number | None:
    """The number that a frozen value is, or None if it is none. True is 1. Never raises."""
    if isinstance(value, DeviceScalar):
        try:
            value = value.read()
        except Exception:
            return None
    if isinstance(value, str):
        return Number(None, value) if value in _NAMES else None
    if isinstance(value, bool):
        return Number(int(value))
    if isinstance(value, int) and abs(value) <= MAX_SAFE_INTEGER:
        return Number(value)
    if not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        number = math.copysign(math.inf, value > 0 or -1)
    if math.isfinite(number):
        return Number(number)
    return Number(None, "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity")


def read_count(value: object, least: int) -> Number | None:
    """The whole number from `least` to 2^53-1 that a frozen value is (or not finite), or None."""
    number = read_number(value)
    if number is None or number.value is None:
        return number
    whole = int(number.value)
    return Number(whole) if whole == number.value and least <= whole <= MAX_SAFE_INTEGER else None
