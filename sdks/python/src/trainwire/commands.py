"""Commands from the server to the training."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from trainwire.notices import Notices

CommandState = Literal["accepted", "done", "refused"]
"""How a trainer answers a command."""

_MAX_REMEMBERED = 1024

Acknowledge = Callable[[str, CommandState], None]


@dataclass(frozen=True, slots=True)
class Command:
    """Something a trainer is asked to do: `pause`, `resume`, `cancel` or `checkpoint`."""

    command_id: str
    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


class CommandInbox:
    """Takes each command once, however often the server repeats it.

    `on_command` is called in the background thread. The flags are for loops that ask: reading one
    that a command has changed accepts that command.
    """

    def __init__(
        self,
        notices: Notices,
        acknowledge: Acknowledge,
        on_command: Callable[[Command], object] | None = None,
    ) -> None:
        self._notices = notices
        self._acknowledge = acknowledge
        self._on_command = on_command
        # Re-entrant: a signal handler may ask while its own thread does.
        self._guard = threading.RLock()
        self._known: deque[str] = deque(maxlen=_MAX_REMEMBERED)
        self._waiting: deque[Command] = deque(maxlen=_MAX_REMEMBERED)
        self._stops: list[str] = []
        self._pauses: list[str] = []
        self._accepted_stops: list[str] = []
        self._should_stop = False
        self._should_pause = False

    def take(self, commands: Iterable[Command]) -> None:
        """Takes those of an answer's open commands that it does not know yet."""
        for command in commands:
            if command.command_id in self._known:
                continue
            self._known.append(command.command_id)
            with self._guard:
                self._waiting.append(command)
                self._note(command)
            self._call(command)

    def drain(self) -> list[Command]:
        """The commands that came since the last call."""
        with self._guard:
            waiting = list(self._waiting)
            self._waiting.clear()
        return waiting

    def stop(self) -> None:
        """Asks the training to stop without a command: it was replaced."""
        self._should_stop = True

    @property
    def should_stop(self) -> bool:
        """Whether the training was asked to stop."""
        if self._stops:
            with self._guard:
                accepted, self._stops = self._stops, []
                self._accepted_stops += accepted
            self._accept(accepted)
        return self._should_stop

    @property
    def should_pause(self) -> bool:
        """Whether the training was asked to pause, and not to go on since."""
        if self._pauses:
            with self._guard:
                accepted, self._pauses = self._pauses, []
            self._accept(accepted)
        return self._should_pause

    def take_obeyed_stops(self) -> list[str]:
        """The cancel commands that the training has seen through `should_stop`."""
        with self._guard:
            obeyed, self._accepted_stops = self._accepted_stops, []
        return obeyed

    def _note(self, command: Command) -> None:
        if command.name == "cancel":
            self._stops.append(command.command_id)
            self._should_stop = True
        elif command.name in ("pause", "resume"):
            self._pauses.append(command.command_id)
            self._should_pause = command.name == "pause"

    def _accept(self, command_ids: Iterable[str]) -> None:
        for command_id in command_ids:
            self._acknowledge(command_id, "accepted")

    def _call(self, command: Command) -> None:
        if self._on_command is None:
            return
        try:
            self._on_command(command)
        except Exception:
            self._notices.broken("on_command")
