import socket
import time
import unittest
from collections.abc import Callable
from typing import Any

from tests.containers import LABEL, Container, docker, get_json, require_images, sweep

SERVER = "trainwire/server"
PYTORCH = "trainwire/trainer-pytorch"
LORA = "trainwire/trainer-huggingface-lora"
FAULTY = "trainwire/trainer-faulty"


def setUpModule() -> None:
    require_images(SERVER, PYTORCH, LORA, FAULTY)
    sweep()
    unittest.addModuleCleanup(sweep)


class ImagesTest(unittest.TestCase):
    """Server and trainers as containers, on the host's network: without tokens a server stays on loopback."""

    server: Container
    url: str

    @classmethod
    def setUpClass(cls) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        cls.url = f"http://127.0.0.1:{port}"
        cls.server = Container(SERVER, TRAINWIRE_PORT=str(port))
        cls.addClassCleanup(cls.server.remove)
        until(lambda: get_json(f"{cls.url}/healthz"))

    def start(self, image: str, train_id: str, *arguments: str) -> Container:
        container = Container(image, *arguments, TRAINWIRE_URL=self.url, TRAINWIRE_TRAIN_ID=train_id)
        self.addCleanup(container.remove)
        return container

    def training(self, train_id: str) -> dict[str, Any]:
        return get_json(f"{self.url}/api/v1/trainings/{train_id}") or {}

    def until_step(self, train_id: str, step: int) -> None:
        until(lambda: (self.training(train_id).get("current_step") or 0) >= step)

    def test_every_image_is_labelled_and_runs_without_root(self) -> None:
        for image in (SERVER, PYTORCH, LORA, FAULTY):
            facts = docker(
                "inspect", "--format", '{{index .Config.Labels "dev.trainwire"}} {{.Config.User}}', image
            )
            name = image.removeprefix("trainwire/")
            self.assertRegex(facts, rf"^{name} (trainwire|trainer)$")
        self.assertEqual(self.server.run("id", "--user"), "10001")

    def test_the_server_reports_its_health_and_shows_the_dashboard(self) -> None:
        until(lambda: self.server.inspect("{{.State.Health.Status}}") == "healthy")
        page = self.server.run("node", "-e", f"fetch('{self.url}').then((a) => a.text()).then(console.log)")
        self.assertIn('<div id="root">', page)

    def test_the_server_keeps_its_data_over_a_restart(self) -> None:
        self.start(FAULTY, "kept", "--mode=nan", "--interval=0.01").wait()
        docker("restart", self.server.id)
        until(lambda: get_json(f"{self.url}/healthz"))
        self.assertEqual(self.training("kept")["status"], "completed")

    def test_the_pytorch_trainer_learns_and_its_loss_falls(self) -> None:
        container = self.start(PYTORCH, "learns", "--smoke", "--steps=60", "--eval-every=30")
        self.assertEqual(container.wait(), 0, container.logs())
        page = get_json(f"{self.url}/api/v1/trainings/learns/updates") or {}
        losses = [u["data"]["details"]["loss"] for u in page["updates"] if "loss" in u["data"]["details"]]
        self.assertEqual(len(losses), 60)
        self.assertGreater(losses[0] - losses[-1], 2.5)
        self.assertEqual(self.training("learns")["status"], "completed")

    def test_the_lora_trainer_adapts_its_base(self) -> None:
        arguments = ("--smoke", "--base-steps=60", "--steps=30", "--checkpoint-every=15")
        container = self.start(LORA, "adapts", *arguments)
        self.assertEqual(container.wait(), 0, container.logs())
        page = get_json(f"{self.url}/api/v1/trainings/adapts/updates") or {}
        losses = [u["data"]["details"]["loss"] for u in page["updates"] if "loss" in u["data"]["details"]]
        self.assertEqual(len(losses), 30)
        self.assertGreater(losses[0] - losses[-1], 1)
        training = self.training("adapts")
        self.assertEqual((training["status"], training["checkpoint"]["step"]), ("completed", 30))

    def test_term_reaches_the_pytorch_trainer_as_pid_1(self) -> None:
        container = self.start(PYTORCH, "stopped", "--smoke", "--steps=1000000")
        self.until_step("stopped", 5)
        self.assertEqual(container.stop(seconds=30), 0, container.logs())
        self.assertEqual(self.training("stopped")["status"], "cancelled")

    def test_term_ends_a_faulty_trainer_unless_that_is_its_fault(self) -> None:
        for mode, code in (("hang", 143), ("ignores-term", 137)):
            container = self.start(FAULTY, mode, f"--mode={mode}", "--interval=0.05")
            self.until_step(mode, 1)
            self.assertEqual(container.stop(seconds=2), code, mode)

    def test_a_trainer_without_enough_memory_is_killed_by_its_cgroup(self) -> None:
        limits = ("--network=host", "--memory=96m", "--memory-swap=96m")
        container = Container(
            FAULTY,
            "--mode=out-of-memory",
            "--steps=1",
            options=limits,
            TRAINWIRE_URL=self.url,
            TRAINWIRE_TRAIN_ID="greedy",
        )
        self.addCleanup(container.remove)
        self.assertEqual(container.wait(), 137, container.logs())
        self.assertEqual(container.inspect("{{.State.OOMKilled}}"), "true")


class GuardedServerTest(unittest.TestCase):
    """The server as deploy/compose.yaml runs it: in a network of its own, with tokens and few rights."""

    OPTIONS = (
        "--read-only",
        "--tmpfs=/tmp",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges:true",
        "--memory=1g",
    )

    def test_it_serves_those_who_have_a_token_and_stops_in_time(self) -> None:
        volume = docker("volume", "create", "--label", LABEL)
        self.addCleanup(docker, "volume", "rm", "--force", volume)
        mount = f"--volume={volume}:/data"
        create = ("token", "create", "--name=me", "--scope=read")
        token = docker("run", "--rm", *self.OPTIONS, mount, f"--label={LABEL}", SERVER, *create)
        published = (*self.OPTIONS, mount, "--publish=127.0.0.1::8000")
        server = Container(SERVER, options=published, TRAINWIRE_HOST="0.0.0.0")
        self.addCleanup(server.remove)
        url = f"http://{docker('port', server.id, '8000')}"
        until(lambda: get_json(f"{url}/readyz"))
        self.assertEqual(get_json(f"{url}/readyz"), {"status": "ready"})
        self.assertEqual((get_json(f"{url}/api/v1/trainings") or {})["code"], "unauthorized")
        self.assertEqual(get_json(f"{url}/api/v1/trainings", token), {"trainings": []})
        self.assertEqual(server.stop(seconds=10), 0, server.logs())
        self.assertNotIn(token, server.logs())


def until(condition: Callable[[], object], timeout_seconds: float = 60) -> None:
    """Asks every 0.2 s: a container tells of itself only when asked."""
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not so within {timeout_seconds} s")
        time.sleep(0.2)
