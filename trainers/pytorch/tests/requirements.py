"""What the tests need besides Python: one clear line where it is missing, and a failure in CI."""

import importlib.util
import os
import sys
import unittest
from pathlib import Path

FOLDER = Path(__file__).parents[1]
SDK = FOLDER.parents[1] / "sdks" / "python" / "src"


def require_torch() -> None:
    """Skips the module's tests without PyTorch, unless this is CI; finds the SDK of this repository."""
    for folder in (str(SDK), str(FOLDER), str(FOLDER.parent)):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    if importlib.util.find_spec("torch") is None and not os.environ.get("CI"):
        raise unittest.SkipTest("PyTorch is not installed: pip install torch==2.13.0")
    import torch

    # On a busy machine the threads of so small a model only wait for one another.
    torch.set_num_threads(1)
