"""A test that asks a training for something, and sees what it told of it."""

from typing import Any

from tests.support.life_case import LifeCase


class CommandCase(LifeCase):
    def command(self, name: str, command_id: str, **args: Any) -> None:
        self.server.commands.append({"command_id": command_id, "name": name, "args": args})

    def acks(self) -> list[tuple[str, str]]:
        acks = self.server.values("command_ack")
        return [(ack["command_id"], ack["state"]) for ack in acks]

    def refusals(self) -> list[str]:
        acks = self.server.values("command_ack")
        return [ack["reason"] for ack in acks if ack["state"] == "refused"]

    def story(self) -> list[str]:
        """What was told of checkpoints, statuses and commands, in order."""
        told = []
        for record in self.server.stored:
            for name in ("status", "checkpoint", "command_ack"):
                if name in record:
                    value = record[name]
                    told.append(
                        value if name == "status" else value.get("path", value.get("state"))
                    )
        return told
