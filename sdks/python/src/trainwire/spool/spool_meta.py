"""What a spool knows of its records: written beside them, so that any process can send them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE_NAME = "spool.json"


@dataclass(frozen=True, slots=True)
class SpoolMeta:
    """Whose records a spool holds, and where they go. It never holds a token."""

    train_id: str
    producer_id: str
    url: str
    registration: Mapping[str, Any] | None = None
    """The body that registers the training, or None if its first record does."""

    def write(self, folder: Path) -> None:
        """Writes it into a spool's folder, whole or not at all. Raises OSError."""
        text = json.dumps(
            {
                "trainwire_spool": 1,
                "train_id": self.train_id,
                "producer_id": self.producer_id,
                "url": self.url,
                "registration": self.registration,
            }
        )
        draft = folder / f"{_FILE_NAME}.draft"
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / _FILE_NAME)

    @staticmethod
    def read(folder: Path) -> "SpoolMeta | None":
        """What stands in a spool's folder, or None if that is no spool of this version."""
        try:
            raw = json.loads((folder / _FILE_NAME).read_text(encoding="utf-8"))
            if raw["trainwire_spool"] != 1:
                return None
            train_id, producer_id, url = raw["train_id"], raw["producer_id"], raw["url"]
            registration = raw["registration"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if not all(isinstance(text, str) for text in (train_id, producer_id, url)):
            return None
        is_object = isinstance(registration, dict)
        return SpoolMeta(train_id, producer_id, url, registration if is_object else None)
