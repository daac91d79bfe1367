"""Reports through the Python SDK on schedule, each report carrying the time at which it was due.

Run: PYTHONPATH=sdks/python/src python3 sdk_trainer.py URL TRAIN_ID,TRAIN_ID REPORTS INTERVAL_MS
"""

import sys
import tempfile
import time

from trainwire import Reporter

url, train_ids, reports, interval_ms = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3]), float(sys.argv[4])
spool = tempfile.TemporaryDirectory(prefix="trainwire-bench-")
reporters = [Reporter(train_id, url, spool_dir=spool.name) for train_id in train_ids]
start_ms = time.monotonic_ns() / 1e6 + interval_ms
for number in range(reports):
    due_ms = start_ms + number * interval_ms
    wait_ms = due_ms - time.monotonic_ns() / 1e6
    if wait_ms > 0:
        time.sleep(wait_ms / 1000)
    reporters[number % len(reporters)].log(
        {"due_ms": due_ms, "number": number}, step=number // len(reporters), loss=0.234
    )
for reporter in reporters:
    reporter.finish()
spool.cleanup()
