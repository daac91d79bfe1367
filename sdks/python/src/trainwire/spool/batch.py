"""Records on their way from a spool to the server."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records of one producer, in order, as the NDJSON body of a request."""

    body: bytes
    records: int
    segment: int
    """Which segment of the spool they were read from."""
    start: int
    """Where in the segment they begin, in bytes."""

    def size_of(self, records: int) -> int:
        """How many bytes the first `records` records take."""
        size = 0
        for _ in range(records):
            size = self.body.index(b"\n", size) + 1
        return size


def cut(body: bytes, max_records: int) -> tuple[bytes, int]:
    """The whole lines at the beginning of `body`, at most `max_records`, and their number."""
    lines = body.count(b"\n")
    if lines <= max_records:
        return body[: body.rfind(b"\n") + 1], lines
    end = 0
    for _ in range(max_records):
        end = body.index(b"\n", end) + 1
    return body[:end], max_records
