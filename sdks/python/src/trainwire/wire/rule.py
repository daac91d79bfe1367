"""What a type alone does not say of a value of the wire."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Bounds of a number, of the length of a text, list or mapping, and a text's pattern."""

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    other_than: str | None = None

    def problem(self, value: object) -> str | None:
        """What breaks the rule, or None."""
        if isinstance(value, int | float):
            return self._problem_of_number(value)
        if isinstance(value, str | list | dict):
            return self._problem_of_length(_length(value)) or self._problem_of_text(value)
        return None

    def _problem_of_number(self, value: float) -> str | None:
        if self.minimum is not None and value < self.minimum:
            return f"must be at least {self.minimum}"
        if self.maximum is not None and value > self.maximum:
            return f"must be at most {self.maximum}"
        if self.above is not None and value <= self.above:
            return f"must be more than {self.above}"
        return None

    def _problem_of_length(self, length: int) -> str | None:
        if self.min_length is not None and length < self.min_length:
            return f"must be of length {self.min_length} at least"
        if self.max_length is not None and length > self.max_length:
            return f"must be of length {self.max_length} at most"
        return None

    def _problem_of_text(self, value: object) -> str | None:
        if not isinstance(value, str):
            return None
        if value == self.other_than:
            return "is reserved"
        if self.pattern is not None and not re.fullmatch(self.pattern, value, re.ASCII):
            return f"must match {self.pattern}"
        return None


def _length(value: str | list[object] | dict[object, object]) -> int:
    """The protocol counts texts in UTF-16 code units."""
    if isinstance(value, str):
        return len(value) + sum(character > "\uffff" for character in value)
    return len(value)
