"""Tests of trainwire, on the sources beside them; nothing needs to be installed."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

# What no test asks for is not printed between their results.
logging.getLogger("trainwire").addHandler(logging.NullHandler())
