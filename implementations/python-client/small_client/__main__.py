"""Prints each update of a training as a line of JSON: python -m small_client http://127.0.0.1:8000 job_1."""

import argparse
import os
import sys

from small_client.viewer import GivenUp, Viewer


def main() -> int:
    """Returns 0 once the training has ended, 1 if it cannot be followed."""
    parser = argparse.ArgumentParser(prog="small_client", description=__doc__)
    parser.add_argument("url", nargs="?", default=os.environ.get("TRAINWIRE_URL"))
    parser.add_argument("train_id", nargs="?", default=os.environ.get("TRAINWIRE_TRAIN_ID"))
    options = parser.parse_args()
    if not options.url or not options.train_id:
        parser.error("name the server and the training, or set TRAINWIRE_URL and TRAINWIRE_TRAIN_ID")
    try:
        Viewer(options.url.rstrip("/"), options.train_id, os.environ.get("TRAINWIRE_TOKEN")).follow()
    except GivenUp as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
