"""`python -m trainwire sync` sends what trainers left, and says what it did."""

import contextlib
import io
import os
import subprocess
import sys
from unittest import mock

from tests.support import fake_server as fake
from tests.support.fake_server import FakeServer
from tests.support.reporter_case import ReporterCase
from trainwire.__main__ import main
from trainwire.spool.file_spool import FileSpool
from trainwire.spool.spool_meta import SpoolMeta


class SyncTest(ReporterCase):
    def setUp(self) -> None:
        super().setUp()
        self.server = self.enterContext(FakeServer())

    def leave(self, train_id: str, *steps: int) -> FileSpool:
        """The spool of a trainer that died."""
        registration = {"train_id": train_id, "name": "left"}
        meta = SpoolMeta(train_id, f"p-{train_id}", self.server.url, registration)
        spool = FileSpool.create(
            self.spool_dir, meta, max_bytes=1 << 20, on_drop=lambda _records: None
        )
        text = '{{"current_step":{},"producer_id":"p-{}","producer_seq":{}}}\n'
        spool.append("".join(text.format(step, train_id, step + 1) for step in steps).encode())
        spool.close()
        return spool

    def sync(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what was printed."""
        with contextlib.redirect_stdout(io.StringIO()) as out:
            return main(["sync", str(self.spool_dir), *arguments]), out.getvalue()

    def test_sends_every_spool_with_its_registration_and_removes_it(self) -> None:
        self.leave("a", 0, 1, 2)
        self.leave("b", 0)
        code, said = self.sync()
        self.assertEqual(code, 0)
        self.assertIn(f"3 records sent to {self.server.url}", said)
        self.assertEqual(len(self.server.stored), 4)
        names = [registration["train_id"] for registration in self.server.registrations]
        self.assertEqual(sorted(names), ["a", "b"])
        self.assertEqual(list(self.spool_dir.iterdir()), [])
        self.assertEqual(self.sync(), (0, "nothing waits\n"))

    def test_leaves_a_running_trainer_alone(self) -> None:
        meta = SpoolMeta("a", "p-a", self.server.url)
        running = FileSpool.create(
            self.spool_dir, meta, max_bytes=1 << 20, on_drop=lambda _records: None
        )
        self.addCleanup(running.abandon)
        running.append(b"{}\n")
        code, said = self.sync()
        self.assertEqual(code, 1)
        self.assertIn("its trainer is running", said)
        self.assertEqual(self.server.exchanges, [])

    def test_only_lists_when_asked_to(self) -> None:
        self.leave("a", 0, 1)
        code, said = self.sync("--dry-run")
        self.assertEqual(code, 1)
        self.assertIn("2 records wait", said)
        self.assertEqual(self.server.exchanges, [])
        self.assertEqual(self.sync()[0], 0)

    def test_sends_one_training_alone_when_asked_to(self) -> None:
        self.leave("a", 0)
        self.leave("b", 0)
        self.assertEqual(self.sync("--train-id", "b")[0], 0)
        self.assertEqual(self.server.values("producer_id"), ["p-b"])

    def test_gives_up_on_a_server_that_is_away_and_keeps_the_records(self) -> None:
        self.leave("a", 0)
        self.server.always = fake.status(503)
        code, said = self.sync("--timeout", "0")
        self.assertEqual(code, 1)
        self.assertIn("the rest waits", said)
        self.assertEqual(len(self.spool_files()), 1)

    def test_keeps_what_the_server_never_takes_and_says_so_each_time(self) -> None:
        self.leave("a", 0)
        self.server.next(fake.reject("training_ended"))
        self.assertIn("refused: training_ended", self.sync()[1])
        code, said = self.sync()
        self.assertEqual(code, 1)
        self.assertIn("never takes it (training_ended)", said)

    def test_sends_the_token_of_the_environment(self) -> None:
        self.leave("a", 0)
        with mock.patch.dict(os.environ, TRAINWIRE_TOKEN="secret"):
            self.sync()
        self.assertEqual(self.server.exchanges[0].headers["Authorization"], "Bearer secret")

    def test_keeps_what_the_server_wants_another_token_for_and_never_shows_it(self) -> None:
        self.leave("a", 0, 1)
        self.server.always = fake.status(401, "unauthorized")
        code, said = self.sync("--token", "tw_secret")
        self.assertEqual(code, 1)
        self.assertIn("0 records sent, the rest waits for a token: unauthorized", said)
        self.assertNotIn("tw_secret", said)
        self.assertEqual(len(self.server.exchanges), 1)
        code, said = self.sync("--token", "tw_sec\nret")
        self.assertIn("the token holds other characters", said)
        self.assertNotIn("ret'", said)
        self.server.always = None
        self.assertEqual(self.sync("--token", "tw_secret")[0], 0)

    def test_says_how_it_is_used(self) -> None:
        shown = self.run_cli("sync", "--help")
        self.assertEqual(shown.returncode, 0)
        self.assertIn("DIR", shown.stdout)
        self.assertEqual(self.run_cli().returncode, 2)
        missing = self.run_cli("sync", str(self.folder / "none"))
        self.assertEqual(missing.returncode, 1)
        self.assertIn("there is no folder", missing.stdout)

    def run_cli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "trainwire", *arguments]
        return subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, timeout=30, check=False
        )
