"""Runs the unittest suite of a folder and leaves the counts where the whole check reads them.

python3 scripts/python-tests.py trainers/faulty   writes trainers/faulty/test-results/vitest.json
"""

import argparse
import json
import os
import sys
import unittest
import warnings
from collections import Counter
from pathlib import Path


def main() -> int:
    """Returns 0 if no test failed and at least one was found, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a folder that holds tests/")
    folder = parser.parse_args().folder.resolve()
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    # Output of tests that pass is kept back; warnings of libraries are none of theirs.
    warnings.simplefilter("ignore")
    suite = unittest.defaultTestLoader.discover("tests", top_level_dir=".")
    result = unittest.TextTestRunner(buffer=True, warnings="ignore").run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    counts = {
        "numPassedTests": result.testsRun - failed - len(result.skipped),
        "numFailedTests": failed,
        "numPendingTests": len(result.skipped),
        "numTodoTests": 0,
    }
    report = folder / "test-results" / "vitest.json"
    report.parent.mkdir(exist_ok=True)
    report.write_text(json.dumps(counts))
    for reason, count in Counter(reason for _, reason in result.skipped).items():
        print(f"{folder.name}: {count} skipped: {reason}", file=sys.stderr)
    return 0 if failed == 0 and suite.countTestCases() > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
