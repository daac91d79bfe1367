"""The protocol's own examples, in packages/protocol/fixtures."""

import json
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[4]
_FOLDER = ROOT / "packages" / "protocol" / "fixtures"


class Fixture(NamedTuple):
    name: str
    text: str
    """What is on the wire."""
    message: Any
    """What a reader makes of it; None for an invalid one."""


def load(kind: str, message: str) -> list[Fixture]:
    """The fixtures of one message, `kind` being `valid` or `invalid`. Fails if there is none."""
    paths = sorted((_FOLDER / kind / message).glob("*.json"))
    if not paths:
        raise AssertionError(f"no fixtures at {_FOLDER / kind / message}")
    fixtures = []
    for path in paths:
        raw = json.loads(path.read_text(encoding="utf-8"))
        text = raw.get("text", json.dumps(raw.get("message")))
        fixtures.append(Fixture(path.stem, text, raw.get("message")))
    return fixtures
