"""Whatever the server does, each record is stored exactly once, in order."""

import os
import socket
import threading
import time
from typing import Unpack
from unittest import mock

from tests.support import fake_server as fake
from tests.support import fixtures
from tests.support.fake_server import FakeServer
from tests.support.reporter_case import ReporterCase
from tests.support.waiting import wait_until
from trainwire import Reporter, ReporterOptions
from trainwire.__main__ import main
from trainwire.delivery.answer import read_ingest_answer
from trainwire.spool.file_spool import FileSpool
from trainwire.spool.spool_meta import SpoolMeta


class DeliveryCase(ReporterCase):
    def setUp(self) -> None:
        super().setUp()
        self.server = self.enterContext(FakeServer())
        # Growing delays are the backoff's own test; here they would only take time.
        backoff = "trainwire.delivery.backoff.random.uniform"
        self.enterContext(mock.patch(backoff, return_value=0.05))

    def reporter(self, **options: Unpack[ReporterOptions]) -> Reporter:
        options = {"spool_dir": self.spool_dir, **options}
        reporter = Reporter("job_abc123", self.server.url, **options)
        self.addCleanup(reporter.finish, timeout=0)
        return reporter

    def publish(self, steps: int, **options: Unpack[ReporterOptions]) -> None:
        with self.reporter(**options) as reporter:
            for step in range(steps):
                reporter.log(step=step)

    def assert_stored_once(self, steps: int) -> None:
        self.assertEqual(self.server.values("current_step"), list(range(steps)))
        self.assertEqual(self.server.values("status"), ["running", "completed"])
        self.assertEqual(self.server.problems, [])
        self.assertEqual(self.spool_files(), [])


class GoodServerTest(DeliveryCase):
    def test_every_record_arrives_once_and_in_order_over_one_connection(self) -> None:
        self.publish(20_000)
        self.assert_stored_once(20_000)
        self.assertEqual(self.server.connections, 1)
        [producer] = set(self.server.values("producer_id"))
        self.assertLessEqual(len(producer), 64)
        self.assertEqual(self.server.values("producer_seq"), list(range(1, 20_003)))

    def test_a_report_is_sent_within_100_ms_though_nothing_follows(self) -> None:
        reporter = self.reporter()
        wait_until(lambda: self.server.stored, "the first record")
        delays = []
        for step in range(10):
            logged_at = time.monotonic()
            reporter.log(step=step)
            wait_until(lambda: len(self.server.values("current_step")) == step + 1, "the step")  # noqa: B023
            delays.append(time.monotonic() - logged_at)
        # The median, since the machine may be busy with other things.
        self.assertLess(sorted(delays)[5], 0.1)

    def test_name_config_and_tags_are_registered_before_the_first_record(self) -> None:
        self.publish(
            1, name="My run", config={"lr": 0.1, "path": self.folder, "bad": {1, 2}}, tags=["a"]
        )
        [registration] = self.server.registrations
        self.assertEqual(registration["train_id"], "job_abc123")
        self.assertEqual((registration["name"], registration["tags"]), ("My run", ["a"]))
        self.assertEqual(registration["config"]["path"], str(self.folder))
        self.assertTrue(self.server.exchanges[0].path.endswith("/trainings"))

    def test_attempt_and_token_are_sent(self) -> None:
        self.publish(1, attempt=3, token="secret")
        self.assertEqual(set(self.server.values("attempt")), {3})
        tokens = {exchange.headers["Authorization"] for exchange in self.server.exchanges}
        self.assertEqual(tokens, {"Bearer secret"})

    def test_a_promise_is_reported_once(self) -> None:
        self.publish(3, expect_next_in_seconds=30)
        self.assertEqual(self.server.values("expect_next_in_seconds"), [30])

    def test_an_empty_request_shows_life_when_nothing_is_logged(self) -> None:
        with mock.patch("trainwire.delivery.sender.HEARTBEAT_SECONDS", 0.05):
            self.reporter()
            wait_until(
                lambda: sum(e.body == b"[]" for e in self.server.exchanges) > 2, "heartbeats"
            )
        self.assertEqual(len(self.server.stored), 1)


class BadServerTest(DeliveryCase):
    def test_a_server_that_fails_is_asked_again(self) -> None:
        self.server.next(fake.status(503), fake.status(500), fake.status(429, "slow"))
        self.publish(100)
        self.assert_stored_once(100)
        self.assertIn("trying again", self.said)

    def test_a_lost_answer_stores_nothing_twice(self) -> None:
        self.server.next(fake.lose_answer, fake.lose_answer, fake.lose_answer)
        self.publish(100)
        self.assert_stored_once(100)
        self.assertGreater(self.server.repeated, 0)

    def test_a_connection_that_breaks_is_opened_again(self) -> None:
        self.server.next(fake.close, fake.close, fake.close)
        self.publish(100)
        self.assert_stored_once(100)

    def test_an_answer_of_something_else_acknowledges_nothing(self) -> None:
        self.server.next(fake.garbage, fake.garbage)
        self.publish(100)
        self.assert_stored_once(100)

    def test_every_invalid_answer_of_the_fixtures_acknowledges_nothing(self) -> None:
        for fixture in fixtures.load("invalid", "ingest_answer"):
            with self.subTest(fixture.name):
                self.assertIsNone(read_ingest_answer(fixture.text.encode()))
        for fixture in fixtures.load("valid", "ingest_answer"):
            with self.subTest(fixture.name):
                answer = read_ingest_answer(fixture.text.encode())
                assert answer
                self.assertEqual(answer.seq, fixture.message["seq"])
                self.assertEqual(len(answer.rejected), len(fixture.message["rejected"]))

    def test_a_request_too_large_is_divided(self) -> None:
        def small(exchange: fake.Exchange) -> None:
            if len(exchange.body) > 2000:
                exchange.refuse(413, "body_too_large")
            else:
                exchange.answer(200, self.server.store(exchange))

        self.server.always = small
        self.publish(300)
        self.assertEqual(self.server.values("current_step"), list(range(300)))

    def test_a_record_too_large_alone_is_dropped_and_the_rest_goes_on(self) -> None:
        def narrow(exchange: fake.Exchange) -> None:
            if len(exchange.body) > 300:
                exchange.refuse(413, "body_too_large")
            else:
                exchange.answer(200, self.server.store(exchange))

        self.server.always = narrow
        with self.reporter() as reporter:
            reporter.log(step=0)
            reporter.log(step=1, **{f"metric{i}": i for i in range(50)})
            reporter.log(step=2)
        self.assertEqual(self.server.values("current_step"), [0, 2])
        self.assertIn("too large", self.said)

    def test_a_rejected_record_is_told_and_not_sent_again(self) -> None:
        self.server.next(fake.reject("bad_message"))
        self.publish(10)
        sequence = [exchange for exchange in self.server.exchanges if exchange.lines]
        rejected = sequence[0].lines[0]
        self.assertTrue(all(rejected not in exchange.lines for exchange in sequence[1:]))
        self.assertIn("bad_message, says the server", self.said)

    def test_a_record_whose_code_says_retry_is_sent_again(self) -> None:
        self.server.next(fake.reject("too_many_records", 0), fake.reject("internal", 0))
        self.publish(10)
        self.assert_stored_once(10)

    def test_a_training_that_has_ended_is_told_once_and_its_file_is_kept(self) -> None:
        self.server.next(fake.reject("training_ended"))
        reporter = self.reporter()
        wait_until(lambda: "training_ended" in self.said, "the refusal")
        requests = len(self.server.exchanges)
        reporter.log(step=1)
        self.assertFalse(reporter.finish())
        self.assertEqual(len(self.server.exchanges), requests)
        self.assertEqual(self.said.count("publishing of job_abc123 stops"), 1)
        self.assertEqual(len(self.spool_files()), 1)
        self.assertFalse(reporter.should_stop)
        self.assertNotIn("sync", self.said)

    def test_a_replaced_attempt_is_told_to_stop(self) -> None:
        self.server.next(fake.reject("stale_attempt"))
        reporter = self.reporter(attempt=1)
        wait_until(lambda: reporter.should_stop, "the request to stop")
        self.assertIn("stale_attempt", self.said)


class TokenTest(DeliveryCase):
    def test_a_server_that_wants_a_token_is_told_of_once_and_asked_sparsely(self) -> None:
        self.assert_asked_sparsely(401, "unauthorized")

    def test_a_server_that_wants_another_scope_is_told_of_once_and_asked_sparsely(self) -> None:
        self.assert_asked_sparsely(403, "forbidden")

    def assert_asked_sparsely(self, status: int, code: str) -> None:
        self.server.always = fake.status(status, code)
        reporter = self.reporter(token="tw_secret")
        wait_until(lambda: f"minute or two: {code}" in self.said, "the refusal")
        for step in range(1000):
            reporter.log(step=step)
        wait_until(lambda: b'"current_step":999' in self.spooled(), "the spool")
        self.assertEqual(len(self.server.exchanges), 1)
        self.assertFalse(reporter.finish())
        self.assertEqual(len(self.server.exchanges), 2)
        self.assertEqual(self.said.count(f"minute or two: {code}"), 1)
        self.assertIn("python -m trainwire sync", self.said)

    def test_records_are_sent_once_the_token_is_good(self) -> None:
        with mock.patch("trainwire.delivery.sender.sparse_seconds", return_value=0.05):
            self.server.always = fake.status(401, "unauthorized")
            reporter = self.reporter(token="tw_secret")
            reporter.log(step=0)
            wait_until(lambda: len(self.server.exchanges) > 2, "some tries")
            self.server.always = None
            self.assertTrue(reporter.finish())
        self.assert_stored_once(1)

    def test_the_token_is_in_no_spool_and_no_line(self) -> None:
        self.server.always = fake.status(401, "unauthorized")
        reporter = self.reporter(token="tw_secret", config={"a": 1})
        reporter.log(step=1)
        reporter.finish(timeout=1)
        files = [path for path in self.spool_dir.rglob("*") if path.is_file()]
        self.assertGreaterEqual(len(files), 2)
        for path in files:
            self.assertNotIn(b"tw_secret", path.read_bytes(), path)
        self.assertNotIn("tw_secret", self.said)

    def test_a_token_that_no_header_can_carry_is_not_repeated(self) -> None:
        reporter = self.reporter(token="tw_sec\nret")
        reporter.finish(timeout=1)
        self.assertIn("the token holds other characters than visible ASCII", self.said)
        self.assertNotIn("ret'", self.said)
        self.assertEqual(self.server.exchanges, [])

    def test_a_token_read_from_a_file_may_end_with_a_line_end(self) -> None:
        with mock.patch.dict(os.environ, TRAINWIRE_TOKEN="tw_secret\n"):
            self.publish(1)
        self.assertEqual(self.server.exchanges[0].headers["Authorization"], "Bearer tw_secret")


class AwayServerTest(DeliveryCase):
    def test_a_server_that_is_away_keeps_no_training_waiting_and_loses_nothing(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        reporter = Reporter("job_abc123", url, spool_dir=self.spool_dir)
        for step in range(100):
            reporter.log(step=step)
        began = time.monotonic()
        self.assertFalse(reporter.finish(timeout=0.2))
        self.assertLess(time.monotonic() - began, 2)
        self.assertIn("python -m trainwire sync", self.said)
        self.assertEqual(main(["sync", str(self.spool_dir), "--url", self.server.url]), 0)
        self.assert_stored_once(100)

    def test_records_are_on_disk_while_the_server_hangs(self) -> None:
        until = threading.Event()
        self.addCleanup(until.set)
        self.server.always = fake.hang(until)
        reporter = self.reporter()
        for step in range(50):
            reporter.log(step=step)
        wait_until(
            lambda: b'"current_step":49' in self.spooled(),
            "the last step on disk",
        )
        self.assertEqual(self.server.stored, [])

    def test_finish_takes_no_longer_than_its_limit_when_the_server_hangs(self) -> None:
        until = threading.Event()
        self.addCleanup(until.set)
        self.server.always = fake.hang(until)
        reporter = self.reporter()
        reporter.log(step=1)
        began = time.monotonic()
        self.assertFalse(reporter.finish(timeout=0.3))
        self.assertLess(time.monotonic() - began, 2)

    def test_what_a_dead_process_left_is_sent_first_with_its_own_producer(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        dead = Reporter("job_abc123", url, spool_dir=self.spool_dir)
        dead.log(step=0)
        dead.log(step=1)
        dead._end(None, None, 0.1)
        with self.reporter(attempt=2) as reporter:
            reporter.log(step=2)
        self.assert_stored_once_by_two_producers()

    def assert_stored_once_by_two_producers(self) -> None:
        self.assertEqual(self.server.values("current_step"), [0, 1, 2])
        self.assertEqual(self.server.values("status"), ["running", "running", "completed"])
        self.assertEqual(len(set(self.server.values("producer_id"))), 2)
        self.assertEqual(self.spool_files(), [])

    def test_what_a_process_leaves_that_dies_later_is_sent_too_and_stops_nothing(self) -> None:
        meta = SpoolMeta("job_abc123", "p-other", self.server.url)
        other = FileSpool.create(
            self.spool_dir, meta, max_bytes=1 << 20, on_drop=lambda _records: None
        )
        other.append(b'{"loss":7,"producer_id":"p-other","producer_seq":1}\n')
        with mock.patch("trainwire.delivery.sender.LEFTOVERS_SECONDS", 0.05):
            reporter = self.reporter()
            wait_until(lambda: self.server.stored, "the first record")
            self.server.next(fake.reject("stale_attempt"))
            other.close()
            wait_until(lambda: "are refused" in self.said, "the refusal")
            reporter.log(step=1)
            wait_until(lambda: self.server.values("current_step"), "the step")
        self.assertFalse(reporter.should_stop)
        self.assertEqual(other.refused, "stale_attempt")

    def test_the_spool_keeps_its_bound_while_the_server_is_away_and_drops_are_counted(self) -> None:
        self.server.always = fake.status(503)
        reporter = self.reporter(max_spool_bytes=40_000)
        for step in range(2000):
            reporter.log(step=step)
            if step % 100 == 0:
                wait_until(lambda: self.on_disk(step), "the step on disk")  # noqa: B023
        reporter.log(step=2000)
        wait_until(lambda: self.on_disk(2000), "the last step on disk")
        self.assertLess(sum(path.stat().st_size for path in self.spool_files()), 80_000)
        self.server.always = None
        self.assertTrue(reporter.finish())
        steps = self.server.values("current_step")
        self.assertEqual(steps, list(range(steps[0], 2001)))
        self.assertGreaterEqual(reporter.dropped, steps[0])
        self.assertIn("dropped", self.said)
        self.assertEqual(self.server.values("status"), ["completed"])

    def on_disk(self, step: int) -> bool:
        return b'"current_step":%d,' % step in self.spooled()
