"""Says whether a value read from JSON is of a type of the wire."""

import math
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from trainwire.wire.rule import Rule


def problem_of(value: object, expected: Any) -> str | None:
    """Why the value is not of the type, such as `seq: must be at least 0`; None if it is.

    As every reader of the wire, it takes fields that the type does not name.
    """
    if expected is object:
        return None
    if is_typeddict(expected):
        return _problem_of_message(value, expected)
    origin, arguments = get_origin(expected), get_args(expected)
    if origin is Annotated:
        return problem_of(value, arguments[0]) or _problem_of_rules(value, arguments[1:])
    if origin is Literal:
        return None if _is_listed(value, arguments) else f"must be one of {arguments}"
    if origin is Union or origin is UnionType:
        problems = [problem_of(value, option) for option in arguments]
        return None if None in problems else "; or ".join(str(problem) for problem in problems)
    if origin is list:
        return _problem_of_list(value, arguments[0])
    if origin is dict:
        return _problem_of_mapping(value, arguments[0], arguments[1])
    return None if _is_plain(value, expected) else f"must be of type {expected.__name__}"


def _problem_of_rules(value: object, rules: tuple[object, ...]) -> str | None:
    problems = (rule.problem(value) for rule in rules if isinstance(rule, Rule))
    return next((problem for problem in problems if problem), None)


def _is_listed(value: object, listed: tuple[object, ...]) -> bool:
    return any(type(value) is type(each) and value == each for each in listed)


def _is_plain(value: object, expected: type) -> bool:
    """JSON knows one kind of number: 5.0 is a whole one. True is none."""
    if expected is NoneType or expected is bool or expected is str:
        return isinstance(value, expected)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    return expected is float or isinstance(value, int) or value.is_integer()


def _problem_of_message(value: object, expected: Any) -> str | None:
    if not isinstance(value, Mapping):
        return "must be an object"
    missing = sorted(expected.__required_keys__ - value.keys())
    if missing:
        return f"{missing[0]}: is missing"
    for name, field in _fields(expected).items():
        if name in value and (problem := problem_of(value[name], field)):
            return f"{name}: {problem}"
    return None


@cache
def _fields(expected: Any) -> Mapping[str, Any]:
    return {
        name: get_args(field)[0] if get_origin(field) is NotRequired else field
        for name, field in get_type_hints(expected, include_extras=True).items()
    }


def _problem_of_list(value: object, item: Any) -> str | None:
    if not isinstance(value, list):
        return "must be a list"
    for index, each in enumerate(value):
        if problem := problem_of(each, item):
            return f"{index}: {problem}"
    return None


def _problem_of_mapping(value: object, key: Any, item: Any) -> str | None:
    if not isinstance(value, Mapping):
        return "must be an object"
    for name, each in value.items():
        if problem := problem_of(name, key) or problem_of(each, item):
            return f"{name}: {problem}"
    return None
