"""Publishes trainings to a Trainwire server: every step, the moment it happens.

`Reporter` is the whole interface; `init`, `log` and `finish` are for scripts written for wandb.
"""

from trainwire.commands import Command, CommandState
from trainwire.reporter import FinalStatus, Reporter
from trainwire.settings import ReporterOptions
from trainwire.version import __version__

__all__ = [
    "Command",
    "CommandState",
    "FinalStatus",
    "Reporter",
    "ReporterOptions",
    "__version__",
]
