"""A trainer that counts: run as a process, it can be killed at any moment.

Arguments: address of the server, training, first step, number of steps, pause in seconds. After
each step it writes the step and the time to its standard output.
"""

import sys
import time

import trainwire


def main() -> None:
    """Logs the steps."""
    url, train_id, first, steps, pause = sys.argv[1:]
    with trainwire.Reporter(train_id, url) as reporter:
        for step in range(int(first), int(first) + int(steps)):
            reporter.log(step=step, loss=1 / (step + 1))
            sys.stdout.write(f"{step} {time.time()}\n")
            sys.stdout.flush()
            time.sleep(float(pause))


if __name__ == "__main__":
    main()
