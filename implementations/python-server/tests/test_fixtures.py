"""The protocol's good and bad examples of what trainers send are read as it says."""

import importlib.util
import json
import unittest
from typing import Any

from small_server.reports import Report, read_body
from small_server.wire import Refused, is_id, read_json
from tests import FIXTURES

TRAIN_ID = "job_abc123"
HAS_PYDANTIC = importlib.util.find_spec("fastapi") is not None


def examples(kind: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    found = [(path.name, json.loads(path.read_text())) for path in sorted((FIXTURES / kind / name).glob("*"))]
    assert found, f"no {kind} example of {name}"
    return found


def outcome(record: Report | Refused) -> dict[str, Any]:
    if isinstance(record, Refused):
        return {"code": record.code}
    return {"details": {**record.details, "nonfinite": sorted_names(record.details)}}


def sorted_names(details: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((entry["name"], entry["value"]) for entry in details.get("nonfinite", []))


def expected(example: dict[str, Any]) -> dict[str, Any]:
    if "code" in example:
        return {"code": example["code"]}
    return {"details": {**example["details"], "nonfinite": sorted_names(example["details"])}}


def read(text: str, *, lines: bool = False) -> list[dict[str, Any]]:
    try:
        body = text.encode("utf-8", "surrogatepass")
        return [outcome(record) for record in read_body(body, TRAIN_ID, lines=lines)]
    except Refused as refused:
        return [outcome(refused)]


class FixturesTest(unittest.TestCase):
    def test_valid_reports_are_stored_as_the_fixtures_say(self) -> None:
        for name, example in examples("valid", "report"):
            with self.subTest(name):
                text = example.get("text") or json.dumps(example["message"])
                self.assertEqual(read(text), [expected(example["message"])])

    def test_invalid_reports_are_refused_with_the_code_of_the_fixtures(self) -> None:
        for name, example in examples("invalid", "report"):
            # A body that is an array holds records; what the fixture means is an array as one record.
            with self.subTest(name):
                lines = example["text"].startswith("[")
                self.assertEqual(read(example["text"], lines=lines), [{"code": example["code"]}])

    def test_ingest_bodies_give_the_outcomes_of_the_fixtures(self) -> None:
        for name, example in examples("valid", "ingest_body"):
            with self.subTest(name):
                message = example["message"]
                found = read(example["text"], lines=message["format"] == "ndjson")
                self.assertEqual(found, [expected(one) for one in message["outcomes"]])
        for name, example in examples("invalid", "ingest_body"):
            with self.subTest(name):
                self.assertEqual(read(example["text"]), [{"code": example["code"]}])

    @unittest.skipUnless(HAS_PYDANTIC, "needs fastapi (pip install fastapi)")
    def test_bodies_of_requests_are_read_as_the_fixtures_say(self) -> None:
        from small_server.bodies import Patch, Start, read_object

        for kind, model in (("start_training", Start), ("patch_training", Patch)):
            for name, example in examples("valid", kind):
                with self.subTest(kind, name=name):
                    text = example.get("text") or json.dumps(example["message"])
                    message = {k: v for k, v in example["message"].items() if k != "params"}
                    self.assertEqual(read_object(model, text.encode()), message)
            for name, example in examples("invalid", kind):
                with self.subTest(kind, name=name), self.assertRaises(Refused) as caught:
                    read_object(model, example["text"].encode())
                self.assertEqual(caught.exception.code, example["code"], name)

    def test_an_id_ends_where_its_text_does(self) -> None:
        self.assertTrue(is_id("a" * 128))
        self.assertFalse(is_id("a" * 129) or is_id("job\n") or is_id("") or is_id(7))

    def test_nesting_beyond_what_python_reads_is_no_json(self) -> None:
        with self.assertRaises(Refused) as caught:
            read_json("[" * 100_000)
        self.assertEqual(caught.exception.code, "bad_json")
