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

Answer = Callable[[str, CommandState, str | None], None]
"""Sends the answer to a command, with a reason or without."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something a trainer is asked to do: `pause`, `resume`, `cancel` or `checkpoint`."""

    command_id: str
    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


class CommandInbox:
    """Takes each command once, however often the server repeats it.

    A command is wanted until it is settled; a loop that asks whether one is wanted accepts it.
    `on_command` is called in the background thread.
    """

    def __init__(
        self,
        notices: Notices,
        answer: Answer,
        on_command: Callable[[Command], object] | None = None,
    ) -> None:
        self.is_stop_seen = False
        """Whether the training has asked, and was told, to stop."""
        self.stop_reason: str | None = None
        self._notices = notices
        self._answer = answer
        self._on_command = on_command
        # Re-entrant: a signal handler may ask while its own thread does.
        self._guard = threading.RLock()
        self._known: deque[str] = deque(maxlen=_MAX_REMEMBERED)
        self._waiting: deque[Command] = deque(maxlen=_MAX_REMEMBERED)
        self._unseen: list[Command] = []
        self._accepted: list[Command] = []
        self._is_stopped = False
        self._wanted: frozenset[str] = frozenset()

    def take(self, commands: Iterable[Command]) -> None:
        """Takes those of an answer's open commands that it does not know yet."""
        for command in commands:
            if command.command_id in self._known:
                continue
            self._known.append(command.command_id)
            with self._guard:
                if command.name == "resume":
                    self._refuse_overtaken_pauses()
                self._waiting.append(command)
                self._unseen.append(command)
                self._note_wanted()
            self._call(command)

    def drain(self) -> list[Command]:
        """The commands that came since the last call."""
        with self._guard:
            waiting = list(self._waiting)
            self._waiting.clear()
        return waiting

    def stop(self, reason: str | None) -> None:
        """Asks the training to stop without a command."""
        with self._guard:
            self.stop_reason = self.stop_reason or reason
            self._is_stopped = True
            self._note_wanted()

    def wants(self, name: str) -> bool:
        """Whether such a command came that is not settled; asking accepts it."""
        if name not in self._wanted:
            return False
        with self._guard:
            accepted = [command for command in self._unseen if command.name == name]
            self._unseen = [command for command in self._unseen if command.name != name]
            self._accepted += accepted
        for command in accepted:
            self._answer(command.command_id, "accepted", None)
        self.is_stop_seen |= name == "cancel"
        return True

    def settle(self, name: str, state: CommandState, reason: str | None = None) -> None:
        """Answers, for good, the commands of this name that were accepted."""
        with self._guard:
            settled = [command for command in self._accepted if command.name == name]
            self._accepted = [command for command in self._accepted if command.name != name]
            self._note_wanted()
        for command in settled:
            self._answer(command.command_id, state, reason)

    def forget(self, command_id: str) -> None:
        """Drops a command that the training itself has answered."""
        with self._guard:
            self._unseen = [each for each in self._unseen if each.command_id != command_id]
            self._accepted = [each for each in self._accepted if each.command_id != command_id]
            self._note_wanted()

    def _refuse_overtaken_pauses(self) -> None:
        if self.wants("pause"):
            self.settle("pause", "refused", "resumed before it had paused")

    def _note_wanted(self) -> None:
        names = {command.name for command in (*self._unseen, *self._accepted)}
        self._wanted = frozenset(names | {"cancel"} if self._is_stopped else names)

    def _call(self, command: Command) -> None:
        if self._on_command is None:
            return
        try:
            self._on_command(command)
        except Exception:
            self._notices.broken("on_command")
