"""Numbers a producer's records and writes them as lines."""

import json
from collections.abc import Mapping

from trainwire.notices import Notices
from trainwire.record.fields import TERMINAL_STATUSES
from trainwire.record.timestamp import to_timestamp
from trainwire.record.to_record import to_record
from trainwire.record_queue import Entry


class RecordEncoder:
    """Turns entries into NDJSON; tells once per name what could not be reported."""

    def __init__(self, producer_id: str, always: Mapping[str, object], notices: Notices) -> None:
        """`always` are fields that every record has, such as the attempt."""
        self._producer_id = producer_id
        self._always = always
        self._notices = notices
        self._seq = 0
        self._has_ended = False

    def encode(self, entry: Entry) -> bytes:
        """The line of an entry; empty if nothing of it can be reported. Never raises."""
        try:
            return self._encode(entry)
        except Exception:
            self._notices.broken("writing a record")
            return b""

    def _encode(self, entry: Entry) -> bytes:
        unix_seconds, values, own_fields = entry
        if self._has_ended:
            self._notices.once("ended", "what was logged after the end of the training is dropped")
            return b""
        record = to_record(values, self._complain)
        if own_fields:
            record.update(own_fields)
        if not record:
            return b""
        self._has_ended = record.get("status") in TERMINAL_STATUSES
        self._seq += 1
        line = {
            "timestamp": to_timestamp(unix_seconds),
            **record,
            **self._always,
            "producer_id": self._producer_id,
            "producer_seq": self._seq,
        }
        return json.dumps(line, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"

    def _complain(self, name: str, why: str) -> None:
        self._notices.once(f"value {name}", f"{name!r} {why}; it is left out")
