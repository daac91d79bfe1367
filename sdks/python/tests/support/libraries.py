"""What some tests need besides Python: one clear line where it is missing, and a failure in CI."""

import importlib.util
import os
import unittest


def require(*names: str) -> None:
    """Skips the module's tests without these libraries, unless this is CI."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing and not os.environ.get("CI"):
        raise unittest.SkipTest(f"needs {' '.join(missing)} (pip install {' '.join(missing)})")
