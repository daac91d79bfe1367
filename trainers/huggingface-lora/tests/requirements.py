"""What the tests need besides Python: one clear line where it is missing, and a failure in CI."""

import importlib.util
import os
import sys
import unittest
from pathlib import Path

FOLDER = Path(__file__).parents[1]
SOURCES = (
    FOLDER.parents[1] / "sdks" / "python" / "src",
    FOLDER.parent / "pytorch",
    FOLDER.parent,
)
LIBRARIES = ("torch", "transformers", "accelerate", "peft")


def require_libraries() -> None:
    """Skips the module's tests without them, unless this is CI; finds the sources of this repository."""
    # Behind this folder: the PyTorch trainer has tests of its own.
    sys.path.extend(str(folder) for folder in SOURCES if str(folder) not in sys.path)
    missing = [name for name in LIBRARIES if importlib.util.find_spec(name) is None]
    if missing and not os.environ.get("CI"):
        raise unittest.SkipTest(f"not installed: pip install {' '.join(missing)}")
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch

    # On a busy machine the threads of so small a model only wait for one another.
    torch.set_num_threads(1)
