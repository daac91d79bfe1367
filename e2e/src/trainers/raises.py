"""Counts to 20, saves at step 10, and raises at step 15 of its first attempt."""

import sys
import time

from trainwire import Reporter


def main(how: str) -> None:
    """`how`: `raise`, `exit` (with code 3), or `unfinished`: raise outside of a `with` block."""
    reporter = Reporter()
    if how == "unfinished":
        count(reporter, how)
    else:
        with reporter:
            count(reporter, how)


def count(reporter: Reporter, how: str) -> None:
    resume_from = reporter.resume_from
    done = int(resume_from.read_text(encoding="utf-8")) if resume_from else 0
    for step in range(done + 1, 21):
        reporter.log(step=step)
        if step == 10:
            path = reporter.run_dir / "step-10.txt"
            path.write_text("10", encoding="utf-8")
            reporter.checkpoint(path, step=step)
        if step == 15 and not done:
            if how == "exit":
                sys.exit(3)
            raise ValueError("the batch is empty")
        time.sleep(0.01)
    reporter.finish()


main(sys.argv[1])
