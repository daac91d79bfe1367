"""Tests of the small server: what the conformance suite does not look at. Whether it conforms, e2e says."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1]
FIXTURES = FOLDER.parents[1] / "packages" / "protocol" / "fixtures"
sys.path.insert(0, str(FOLDER))
