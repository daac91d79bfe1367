"""Entry of `python3 -m lora_trainer`. Listens for signals before the libraries are loaded."""

import os
import sys

from pytorch_trainer.stop import StopRequest


def main() -> int:
    """Runs the trainer and returns its exit code."""
    stop = StopRequest()
    stop.listen()
    # Nothing is to be had from a hub, and nobody is to be asked.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from lora_trainer.main import run

    return run(sys.argv[1:], stop)


if __name__ == "__main__":
    sys.exit(main())
