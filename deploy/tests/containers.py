"""Containers of one test: started with the project's label, and gone when it ends."""

import json
import os
import shutil
import subprocess
import unittest
import urllib.error
import urllib.request
from typing import Any

LABEL = "dev.trainwire.test=images"


def docker(*arguments: str) -> str:
    """Runs the docker command and returns what it printed; raises CalledProcessError if it failed."""
    result = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=True)
    return result.stdout.strip()


def require_images(*names: str) -> None:
    """Skips without Docker or an image, and says which; in CI nothing is skipped."""
    if os.environ.get("CI"):
        return
    has_docker = shutil.which("docker") is not None
    if not has_docker or subprocess.run(["docker", "version"], capture_output=True, check=False).returncode:
        raise unittest.SkipTest("no Docker daemon answers")
    for name in names:
        if not docker("image", "ls", "--quiet", name):
            raise unittest.SkipTest(f"{name} is not built: node scripts/images/build.ts")


def sweep() -> None:
    """Removes what earlier runs may have left."""
    left = docker("ps", "--all", "--quiet", "--filter", f"label={LABEL}").split()
    if left:
        docker("rm", "--force", "--volumes", *left)


class Container:
    """One that runs until `remove`; on the host's network, unless other options are given to it."""

    def __init__(
        self, image: str, *arguments: str, options: tuple[str, ...] = ("--network=host",), **environment: str
    ) -> None:
        variables = [f"--env={name}={value}" for name, value in environment.items()]
        self.id = docker("run", "--detach", f"--label={LABEL}", *options, *variables, image, *arguments)

    def wait(self) -> int:
        """Waits for its end and returns the exit code."""
        return int(docker("wait", self.id))

    def stop(self, seconds: int) -> int:
        """Sends TERM, KILL after so many seconds, and returns the exit code."""
        docker("stop", f"--time={seconds}", self.id)
        return self.wait()

    def logs(self) -> str:
        """What it printed to stdout and stderr."""
        result = subprocess.run(["docker", "logs", self.id], capture_output=True, text=True, check=True)
        return result.stdout + result.stderr

    def run(self, *command: str) -> str:
        """Runs a command inside."""
        return docker("exec", self.id, *command)

    def inspect(self, template: str) -> str:
        """One fact of it, as a Go template names it."""
        return docker("inspect", "--format", template, self.id)

    def remove(self) -> None:
        """Ends it, and removes it with its volumes."""
        docker("rm", "--force", "--volumes", self.id)


def get_json(url: str, token: str = "") -> dict[str, Any] | None:
    """The answer's body, also of an error; None if nobody answers."""
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            body: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        body = json.load(error)
    except OSError:
        return None
    return body
