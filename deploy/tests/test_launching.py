"""A server in a container that may use Docker, as in compose.launch.yaml, starts trainers beside itself."""

import json
import os
import shutil
import socket
import tempfile
import unittest
import urllib.request
from pathlib import Path
from typing import Any

from tests.containers import Container, docker, get_json, require_images, sweep
from tests.test_images import FAULTY, SERVER, until

SOCKET = "/var/run/docker.sock"
SERVER_USER = 10001
RECIPE = f"""
title: Losses of NaN
launcher: docker
image: {FAULTY}
args: [--mode, nan, --steps, "3", --interval, "0.05"]
limits: {{ memory: 128MiB, pids: 32 }}
"""


def setUpModule() -> None:
    require_images(SERVER, FAULTY)
    sweep()
    unittest.addModuleCleanup(sweep)


class LaunchingTest(unittest.TestCase):
    """The server is not root, and neither are its trainers: their files are its own."""

    def test_a_server_in_a_container_starts_trainers_beside_it_and_leaves_none_behind(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="trainwire-launching-"))
        self.addCleanup(shutil.rmtree, folder)
        data, recipes = folder / "data", folder / "recipes"
        for each in (data, recipes):
            each.mkdir()
        (recipes / "nan.yaml").write_text(RECIPE)
        folder.chmod(0o755)
        data.chmod(0o777)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = (
            "--network=host",
            f"--volume={data}:{data}",
            f"--volume={recipes}:/etc/trainwire/recipes:ro",
            f"--volume={SOCKET}:{SOCKET}",
            f"--group-add={os.stat(SOCKET).st_gid}",
            "--read-only",
            "--tmpfs=/tmp",
            "--cap-drop=ALL",
            "--security-opt=no-new-privileges:true",
        )
        environment = {"TRAINWIRE_DATA": str(data), "TRAINWIRE_RECIPES": "/etc/trainwire/recipes"}
        server = Container(SERVER, options=options, TRAINWIRE_PORT=str(port), **environment)
        self.addCleanup(server.remove)
        api = f"http://127.0.0.1:{port}/api/v1"
        until(lambda: get_json(f"{api}/version"))

        body = json.dumps({"recipe": "nan", "train_id": "beside"}).encode()
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{api}/trainings", data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            self.assertEqual(answer.status, 201)

        def proven() -> dict[str, Any] | None:
            shown = get_json(f"{api}/trainings/beside") or {}
            (attempt,) = shown.get("attempts") or [{}]
            return shown if "checked_at" in attempt else None

        until(proven)
        shown = proven() or {}
        self.assertEqual(shown["status"], "completed", server.logs())
        self.assertTrue(shown["attempts"][0]["is_clean"])
        self.assertEqual(docker("ps", "--all", "--quiet", "--filter", "label=trainwire.training=beside"), "")
        artifacts = data / "runs" / "beside" / "artifacts"
        self.assertEqual(artifacts.stat().st_uid, SERVER_USER)
