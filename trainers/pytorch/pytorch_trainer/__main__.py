"""Entry of `python3 -m pytorch_trainer`. Listens for signals before PyTorch is loaded."""

import sys
import warnings

from pytorch_trainer.stop import StopRequest


def main() -> int:
    """Runs the trainer and returns its exit code."""
    stop = StopRequest()
    stop.listen()
    # The trainer needs no NumPy, which PyTorch would miss aloud.
    warnings.filterwarnings("ignore", message="Failed to initialize NumPy")
    from pytorch_trainer.main import run

    return run(sys.argv[1:], stop)


if __name__ == "__main__":
    sys.exit(main())
