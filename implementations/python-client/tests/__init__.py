"""Tests of the small client. Whether it conforms, e2e says."""

from pathlib import Path

FOLDER = Path(__file__).parents[1]
