"""What is logged becomes what the protocol allows, and nothing else."""

import datetime
import decimal
import json
import math
import random
import unittest
from typing import Any

from tests.support import fixtures
from tests.support.report_rules import problem_of
from trainwire.notices import Notices
from trainwire.record.encoder import RecordEncoder
from trainwire.record.freeze import freeze
from trainwire.record.to_record import to_record


class Scalar:
    """As those of NumPy and PyTorch."""

    def __init__(self, value: object) -> None:
        self._value = value

    def item(self) -> object:
        return self._value


class Hostile:
    """Raises whatever is asked of it."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __str__(self) -> str:
        raise RuntimeError("str")

    __repr__ = __float__ = __bool__ = __str__


def record_of(**values: object) -> tuple[dict[str, Any], dict[str, str]]:
    """The record of a `log`, and the complaints by name."""
    complaints: dict[str, str] = {}
    frozen: dict[object, object] = {name: freeze(value) for name, value in values.items()}
    return to_record(frozen, complaints.__setitem__), complaints


def line_of(values: dict[Any, object]) -> str:
    """The line that is sent for a `log`."""
    encoder = RecordEncoder("p-1", {"attempt": 2}, Notices())
    frozen = {name: freeze(value) for name, value in values.items()}
    return encoder.encode((0.5, frozen, None)).decode()


class FixtureTest(unittest.TestCase):
    def test_the_rules_accept_every_valid_report_and_refuse_every_invalid_one(self) -> None:
        for fixture in fixtures.load("valid", "report"):
            with self.subTest(fixture.name):
                self.assertIsNone(problem_of(fixture.text))
        for fixture in fixtures.load("invalid", "report"):
            with self.subTest(fixture.name):
                self.assertIsNotNone(problem_of(fixture.text))

    def test_what_a_valid_report_reports_is_reported_the_same_when_logged(self) -> None:
        for fixture in fixtures.load("valid", "report"):
            details = dict(fixture.message["details"])
            details.pop("checkpoint", None)
            logged = dict(details)
            for entry in logged.pop("nonfinite", []):
                name, value = entry["name"], float(entry["value"])
                if name.startswith("metrics."):
                    logged["metrics"] = {**logged["metrics"], name.removeprefix("metrics."): value}
                else:
                    logged[name] = value
            with self.subTest(fixture.name):
                record, complaints = record_of(**logged)
                self.assertEqual(complaints, {})
                self.assertEqual(
                    _sorted(record), _sorted({k: v for k, v in details.items() if v != {}})
                )

    def test_whatever_an_invalid_report_holds_the_record_of_it_is_valid(self) -> None:
        for fixture in fixtures.load("invalid", "report"):
            try:
                values = json.loads(fixture.text)
            except ValueError:
                continue
            with self.subTest(fixture.name), self.assertLogs("trainwire"):
                values = values if isinstance(values, dict) else {"value": values}
                line = line_of({**values, "kept": 1, "bad": "text"})
                self.assertIsNone(problem_of(line), line)


class MappingTest(unittest.TestCase):
    def test_short_names_become_fields_and_unknown_names_metrics(self) -> None:
        record, complaints = record_of(step=3, epoch=0.5, lr=1e-3, loss=2, accuracy=0.7)
        fields = {"current_step": 3, "current_epoch": 0.5, "learning_rate": 1e-3, "loss": 2}
        self.assertEqual(record, {**fields, "metrics": {"accuracy": 0.7}})
        self.assertEqual(complaints, {})

    def test_values_that_are_not_finite_become_null_and_are_named(self) -> None:
        record, _ = record_of(
            loss=math.nan, perplexity=math.inf, total_steps=-math.inf, huge=10**400
        )
        self.assertIsNone(record["loss"])
        self.assertEqual(record["metrics"], {"perplexity": None, "huge": None})
        self.assertEqual(
            {entry["name"]: entry["value"] for entry in record["nonfinite"]},
            {
                "loss": "NaN",
                "total_steps": "-Infinity",
                "metrics.perplexity": "Infinity",
                "metrics.huge": "Infinity",
            },
        )

    def test_scalars_of_other_libraries_are_read_by_their_item(self) -> None:
        record, complaints = record_of(loss=Scalar(0.5), step=Scalar(7), ok=Scalar(True))
        self.assertEqual(record, {"loss": 0.5, "current_step": 7, "metrics": {"ok": 1}})
        self.assertEqual(complaints, {})

    def test_any_number_of_python_is_a_number(self) -> None:
        record, _ = record_of(loss=decimal.Decimal("0.25"), won=True, big=2**60, step=5.0)
        self.assertEqual(record["loss"], 0.25)
        self.assertEqual(record["metrics"], {"won": 1, "big": float(2**60)})
        self.assertEqual(repr(record["current_step"]), "5")

    def test_nested_names_are_joined_by_dots(self) -> None:
        record, _ = record_of(train={"loss": 1, "top": {"k": 5}}, metrics={"a": 2})
        self.assertEqual(record["metrics"], {"train.loss": 1, "train.top.k": 5, "a": 2})

    def test_what_cannot_be_reported_is_left_out_with_its_name(self) -> None:
        record, complaints = record_of(
            loss=1,
            note="hello",
            step=-1,
            total_steps=1.5,
            images=[1, 2],
            status="done",
            a=Hostile(),
        )
        self.assertEqual(record, {"loss": 1})
        names = {"note", "current_step", "total_steps", "images", "status", "a"}
        self.assertEqual(complaints.keys(), names)

    def test_names_that_are_no_metric_are_left_out(self) -> None:
        for name in ("", "__proto__", "a\nb", "x" * 129, "🙂" * 65, 7, None, ("a",)):
            line = line_of({name: 1, "loss": 1})
            with self.subTest(name=name):
                self.assertNotIn("metrics", json.loads(line))
        self.assertIn("metrics", json.loads(line_of({"🙂" * 64: 1})))

    def test_a_training_cannot_write_the_reporters_own_fields(self) -> None:
        line = json.loads(line_of({"producer_seq": 9, "attempt": 9, "train_id": "x", "loss": 1}))
        self.assertEqual((line["producer_seq"], line["attempt"]), (1, 2))
        self.assertNotIn("train_id", line)

    def test_more_metrics_than_a_record_may_hold_are_left_out(self) -> None:
        record, complaints = record_of(**{f"m{i}": i for i in range(600)})
        self.assertEqual(len(record["metrics"]), 512)
        self.assertEqual(len(complaints), 88)

    def test_complete_means_completed_unless_a_status_says_otherwise(self) -> None:
        self.assertEqual(record_of(complete=True)[0], {"status": "completed"})
        self.assertEqual(record_of(complete=True, status="failed")[0], {"status": "failed"})
        self.assertEqual(record_of(complete=False)[0], {})

    def test_times_may_be_datetimes_or_unix_seconds(self) -> None:
        noon = datetime.datetime(2025, 11, 6, 12, 30, tzinfo=datetime.UTC)
        self.assertEqual(record_of(timestamp=noon)[0], {"timestamp": "2025-11-06T12:30:00+00:00"})
        self.assertEqual(record_of(timestamp=0)[0], {"timestamp": "1970-01-01T00:00:00.000Z"})
        self.assertEqual(record_of(timestamp="yesterday")[0], {})
        self.assertEqual(json.loads(line_of({"loss": 1}))["timestamp"], "1970-01-01T00:00:00.500Z")

    def test_what_is_logged_is_read_at_once_so_that_later_changes_do_not_show(self) -> None:
        scalar, nested = Scalar(1), {"a": 1}
        frozen: dict[object, object] = {"loss": freeze(scalar), "n": freeze(nested)}
        scalar._value, nested["a"] = 2, 2
        self.assertEqual(to_record(frozen, print), {"loss": 1, "metrics": {"n.a": 1}})


class HostileTest(unittest.TestCase):
    def test_any_values_whatsoever_give_a_valid_record(self) -> None:
        dice = random.Random(3)
        with self.assertLogs("trainwire"):
            for _ in range(2000):
                values = {_any_name(dice): _any_value(dice) for _ in range(dice.randrange(8))}
                line = line_of({**values, "x": "text"})
                if line:
                    self.assertIsNone(problem_of(line), line)


def _sorted(record: dict[str, Any]) -> dict[str, Any]:
    key = lambda entry: str(entry["name"])  # noqa: E731
    return {**record, "nonfinite": sorted(record.get("nonfinite", []), key=key)}


def _any_name(dice: random.Random) -> Any:
    names = """loss step epoch lr progress total_steps rank world_size status complete phase reason
    timestamp metrics nonfinite attempt producer_id producer_seq train_id job_id own""".split()
    return dice.choice([*names, "", "🙂", "\ud800", "__proto__", 3, None, "a" * 200])


def _any_value(dice: random.Random, depth: int = 0) -> Any:
    plain = [None, True, 0, -1, 1.5, 2**53, 10**400, math.nan, -math.inf, "", "NaN", "\ud800" * 99]
    if depth > 5 or dice.random() < 0.7:
        other = [Hostile(), Scalar("x"), Scalar(Hostile()), b"x", object(), "completed", 1j]
        return dice.choice([*plain, *other, datetime.datetime.max, "2025-02-30T00:00:00Z"])
    if dice.random() < 0.3:
        return [_any_value(dice, depth + 1)]
    return {_any_name(dice): _any_value(dice, depth + 1) for _ in range(dice.randrange(4))}
