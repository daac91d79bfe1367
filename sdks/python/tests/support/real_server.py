"""The project's own server, as a process."""

import json
import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.support.fixtures import ROOT

_MAIN = ROOT / "packages" / "server" / "dist" / "main.js"
_OWN_NODE = ROOT / "node_modules" / ".bin" / "node"
_NODE = str(_OWN_NODE) if _OWN_NODE.exists() else shutil.which("node")

needs_real_server = unittest.skipUnless(
    _NODE and _MAIN.exists(), f"needs Node and the built server at {_MAIN} (npm run build)"
)


class RealServer:
    """One data folder, and the process on it: it can be killed and started again on its port."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = "0"
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        assert _NODE
        command = [_NODE, str(_MAIN), "--port", self._port, "--data", str(self._data)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TRAINWIRE_")}
        # As a child of its own, so that killing it kills no wrapper but the server.
        self._process = subprocess.Popen(
            [*command, "--no-demo", "--log-level", "silent"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._process.stdout
        line = self._process.stdout.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert match, f"no address in {line!r}"
        self._port = match[1]

    def kill(self) -> None:
        """Ends it at once, as `kill -9` does."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            assert process.stdout
            process.stdout.close()

    def get(self, path: str) -> Any:
        with urlopen(f"{self.url}{path}", timeout=10) as response:
            return json.load(response)

    def state(self, train_id: str) -> Any:
        """The training's state; empty as long as nobody knows it."""
        try:
            return self.get(f"/api/v1/trainings/{train_id}")
        except HTTPError as error:
            error.close()
            if error.code != 404:
                raise
            return {}

    def log(self, train_id: str) -> list[dict[str, Any]]:
        """The details of every update, oldest first."""
        details: list[dict[str, Any]] = []
        after = 0
        while True:
            query = f"after_seq={after}&limit=5000"
            page = self.get(f"/api/v1/trainings/{train_id}/updates?{query}")
            if not page["updates"]:
                return details
            details += [update["data"]["details"] for update in page["updates"]]
            after = page["next_after_seq"]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
