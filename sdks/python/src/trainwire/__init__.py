"""Publishes trainings to a Trainwire server: every step, the moment it happens.

`Reporter` is the whole interface. `init`, `log`, `finish`, `config` and `run` are for scripts that
were written for wandb: `import trainwire as wandb` runs them.
"""

from typing import TYPE_CHECKING, Any

from trainwire.commands import Command, CommandState
from trainwire.exit_watch import FinalStatus
from trainwire.reporter import Reporter
from trainwire.settings import ReporterOptions
from trainwire.version import __version__
from trainwire.wandb_like.run import Run
from trainwire.wandb_like.script import config, finish, init, log, login

__all__ = [
    "Command",
    "CommandState",
    "FinalStatus",
    "Reporter",
    "ReporterOptions",
    "Run",
    "__version__",
    "config",
    "finish",
    "init",
    "log",
    "login",
]

if TYPE_CHECKING:
    run: Run | None
else:

    def __getattr__(name: str) -> Any:
        """`run`, and the names of wandb that are ignored."""
        from trainwire.wandb_like.script import attribute  # noqa: PLC0415

        return attribute(name)
