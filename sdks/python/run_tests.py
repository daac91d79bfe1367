"""Runs all tests and writes how many passed, failed and were skipped.

    python3 run_tests.py [--json test-results/vitest.json] [--require-all]

The report has the names of the counts that vitest gives its own, so that one reader adds up both.
Exit code 0: none failed; with --require-all also none was skipped. A subtest counts with its test.
"""

import argparse
import json
import sys
import unittest
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


class _CountingResult(unittest.TextTestResult):
    """Knows the tests that did not pass, each once, however many of its subtests failed."""

    def bad_tests(self) -> set[str]:
        outcomes = [*self.failures, *self.errors]
        tests = [getattr(test, "test_case", test) for test, _trace in outcomes]
        return {test.id() for test in [*tests, *self.unexpectedSuccesses]}


def main() -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Plain)
    parser.add_argument("--json", type=Path, default=_FOLDER / "test-results" / "vitest.json")
    parser.add_argument("--require-all", action="store_true", help="a skipped test is a failure")
    options = parser.parse_args()
    sys.path.insert(0, str(_FOLDER))
    suite = unittest.defaultTestLoader.discover(str(_FOLDER / "tests"), top_level_dir=str(_FOLDER))
    found = suite.countTestCases()
    result = _Runner(stream=sys.stdout).run(suite)
    assert isinstance(result, _CountingResult)
    failed, skipped = len(result.bad_tests()), len(result.skipped)
    for test, reason in result.skipped:
        print(f"skipped: {test.id()}: {reason}")
    if found == 0 or (options.require_all and skipped):
        failed += max(1, skipped)
    counts = {
        "numTotalTests": found,
        "numPassedTests": max(0, found - len(result.bad_tests()) - skipped),
        "numFailedTests": failed,
        "numPendingTests": 0 if options.require_all else skipped,
        "numTodoTests": 0,
        "success": failed == 0,
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(counts) + "\n", encoding="utf-8")
    passed, pending = counts["numPassedTests"], counts["numPendingTests"]
    print(f"{passed} passed, {failed} failed, {pending} skipped")
    return 0 if failed == 0 else 1


class _Runner(unittest.TextTestRunner):
    def _makeResult(self) -> _CountingResult:  # noqa: N802 -- unittest's word
        return _CountingResult(self.stream, self.descriptions, self.verbosity)


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Leaves the command line of the docstring on a line of its own."""


if __name__ == "__main__":
    sys.exit(main())
