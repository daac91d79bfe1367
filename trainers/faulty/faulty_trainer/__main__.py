"""Entry of `python3 -m faulty_trainer`."""

import signal
import sys

from faulty_trainer.modes import MODES
from faulty_trainer.options import read_options
from faulty_trainer.wire import Wire


def main() -> int:
    """Runs one fault and returns its exit code, if it ends at all."""
    # PID 1 of a container has no default action for TERM.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    options = read_options(sys.argv[1:], {name: mode.__doc__ or "" for name, mode in MODES.items()})
    return MODES[options.mode](options, Wire(options))


if __name__ == "__main__":
    sys.exit(main())
