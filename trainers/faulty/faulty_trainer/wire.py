"""Reports over plain HTTP, without the SDK: what the SDK prevents is just what has to be sent."""

import http.client
import json
import time
import uuid
from typing import Any
from urllib.parse import urlsplit

from faulty_trainer.options import Options

Record = dict[str, Any]


class Wire:
    """One connection to a server, one request at a time. A server that is away is waited for."""

    def __init__(self, options: Options) -> None:
        address = urlsplit(options.url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
        self._path = f"/api/v1/trainings/{options.train_id}/updates"
        self._headers = {"content-type": "application/json"}
        if token := options.token.strip():
            self._headers["authorization"] = f"Bearer {token}"
        self._producer_id = f"faulty-{uuid.uuid4().hex}"
        self._producer_seq = 0
        self._always: Record = {} if options.attempt is None else {"attempt": options.attempt}

    def send(self, *records: Record) -> None:
        """Sends records in one request; none is an empty batch, which only says that the trainer lives.

        Raises RuntimeError if the server refuses the request.
        """
        numbered = [record | self._always | self._position() for record in records]
        # A value that is not finite goes out as Python writes it: a bare NaN.
        body = json.dumps(numbered)
        while True:
            try:
                self._connection.request("POST", self._path, body, self._headers)
                answer = self._connection.getresponse()
                text = answer.read().decode()
                break
            except (OSError, http.client.HTTPException):
                self._connection.close()
                time.sleep(0.2)
        if answer.status != 200:
            raise RuntimeError(f"the server answered {answer.status}: {text}")

    def _position(self) -> Record:
        self._producer_seq += 1
        return {"producer_id": self._producer_id, "producer_seq": self._producer_seq}
