"""REST, for holes in the log and for where no WebSocket is to be had."""

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlencode


class Refused(Exception):
    """The server answered with an error; `answer` is its `error_answer`, empty if something else answered."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        super().__init__(answer.get("message", f"HTTP status {status}"))
        self.status = status
        self.answer = answer
        self.code: str = answer.get("code", "")


def read_answer(body: bytes) -> dict[str, Any]:
    """The object that a body holds, empty if it holds none."""
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


class Rest:
    """Reads the updates of one training."""

    def __init__(self, base_url: str, train_id: str, headers: dict[str, str]) -> None:
        self._address = f"{base_url}/api/v1/trainings/{quote(train_id, safe='')}/updates"
        self._headers = headers

    def updates(self, after_seq: int, stream_id: str | None, wait_seconds: float = 0) -> dict[str, Any]:
        """One `updates_page`."""
        query: dict[str, Any] = {"after_seq": after_seq, "wait_seconds": f"{wait_seconds:.3f}"}
        if stream_id is not None:
            query["stream_id"] = stream_id
        request = urllib.request.Request(f"{self._address}?{urlencode(query)}", headers=self._headers)
        try:
            with urllib.request.urlopen(request, timeout=wait_seconds + 10) as answer:
                page = read_answer(answer.read())
        except urllib.error.HTTPError as error:
            raise Refused(error.code, read_answer(error.read())) from error
        if not isinstance(page.get("updates"), list) or not isinstance(page.get("stream_id"), str):
            raise Refused(200, {"message": "the answer is no page of updates"})
        return page
