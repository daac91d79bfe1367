"""The types that are made from the protocol's schemas, and the reporter's tables beside them."""

import json
import unittest
from typing import get_args

from tests.support import fixtures
from trainwire.record import fields
from trainwire.wire.check import problem_of
from trainwire.wire.messages import MESSAGES, Ping, Status, TrainingUpdate, Welcome, WrittenReport


class FieldsTest(unittest.TestCase):
    def test_the_reporter_knows_every_field_of_a_record(self) -> None:
        texts = {"status", "complete", "timestamp", "phase", "reason", "metrics"}
        known = fields.MEASURED_FIELDS | fields.COUNT_FIELDS.keys() | fields.OWN_FIELDS | texts
        self.assertEqual(known, set(WrittenReport.__annotations__))

    def test_the_reporter_knows_every_status(self) -> None:
        self.assertEqual(fields.STATUSES, set(get_args(Status)))


class CheckTest(unittest.TestCase):
    def test_every_good_example_of_an_answer_fits_its_type(self) -> None:
        for name in ("ingest_answer", "error_answer", "start_answer"):
            for example in fixtures.load("valid", name):
                with self.subTest(name, example=example.name):
                    self.assertIsNone(problem_of(json.loads(example.text), MESSAGES[name]))

    def test_a_problem_names_the_field(self) -> None:
        data = {"progress": 1, "status": "running", "details": {"loss": "low"}}
        update = {"type": "training_update", "train_id": "run", "seq": 1, "data": data}
        self.assertRegex(problem_of(update, TrainingUpdate) or "", r"^data: details: loss: must be")

    def test_a_missing_field_is_named(self) -> None:
        self.assertEqual(problem_of({}, Ping), "type: is missing")

    def test_a_field_that_no_version_names_is_taken(self) -> None:
        self.assertIsNone(problem_of({"type": "ping", "newer": 1}, Ping))

    def test_a_text_is_as_long_as_its_utf_16_units(self) -> None:
        self.assertIsNone(problem_of({"type": "ping", "id": "\U0001f600" * 64}, Ping))
        self.assertIsNotNone(problem_of({"type": "ping", "id": "\U0001f600" * 65}, Ping))

    def test_true_is_no_number_and_5_0_is_a_whole_one(self) -> None:
        limits = {"max_frame_bytes": 5.0, "max_subscriptions": 1}
        welcome = {
            "type": "welcome",
            "version": "trainwire.v1",
            "capabilities": [],
            "heartbeat_seconds": 15,
            "limits": limits,
        }
        self.assertIsNone(problem_of(welcome, Welcome))
        self.assertIsNotNone(problem_of({**welcome, "heartbeat_seconds": True}, Welcome))
        self.assertIsNotNone(problem_of({**welcome, "heartbeat_seconds": 0}, Welcome))
