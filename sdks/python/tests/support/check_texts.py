"""Judges texts by the types of the wire, for tests in other languages.

Each line of the input is `{"message": NAME, "text": TEXT}`; each line of the output is a JSON text
that says what is wrong, or `null`.
"""

import json
import sys
from typing import Any

from trainwire.wire.check import problem_of
from trainwire.wire.messages import MESSAGES


def main() -> None:
    """Judges line by line."""
    for line in sys.stdin:
        asked = json.loads(line)
        problem = _problem(MESSAGES[asked["message"]], asked["text"])
        sys.stdout.write(f"{json.dumps(problem)}\n")


def _problem(expected: Any, text: str) -> str | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "is not JSON"
    return problem_of(value, expected)


if __name__ == "__main__":
    main()
