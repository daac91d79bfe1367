"""Sends the spools that trainers left: `python -m trainwire sync`."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from trainwire.delivery.courier import Courier, Denied, Refused, Sent, Wait
from trainwire.delivery.ingest import Ingest
from trainwire.delivery.link import Link
from trainwire.notices import Notices
from trainwire.settings import read_token
from trainwire.spool.file_spool import FileSpool
from trainwire.spool.leftovers import find_spool_folders

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What to send, and where to; `timeout` is in seconds and for each spool without progress."""

    spool_dir: Path
    url: str | None = None
    token: str | None = field(default=None, repr=False)
    train_id: str | None = None
    timeout: float = 30.0
    is_dry_run: bool = False
    force: bool = False


def sync(options: SyncOptions, say: Say) -> int:
    """Tells a line about each spool. Returns 0 if nothing is left, 1 if something is."""
    if not options.spool_dir.is_dir():
        say(f"there is no folder {options.spool_dir}")
        return 1
    folders = list(find_spool_folders(options.spool_dir, options.train_id))
    if not folders:
        say("nothing waits")
    outcomes = [_sync_one(folder, options, say) for folder in folders]
    return 0 if all(outcomes) else 1


def _sync_one(folder: Path, options: SyncOptions, say: Say) -> bool:
    spool = FileSpool.take_over(folder, force=options.force)
    if spool is None:
        say(f"{folder}: left alone, its trainer is running")
        return False
    try:
        outcome, is_done = _send(spool, options)
    except (OSError, ValueError) as error:
        outcome, is_done = f"cannot be read or sent: {error}", False
    if options.is_dry_run:
        spool.abandon()
    else:
        spool.close()
    say(f"{folder}: {outcome}")
    return is_done


def _send(spool: FileSpool, options: SyncOptions) -> tuple[str, bool]:
    if spool.refused:
        return f"kept, the server never takes it ({spool.refused})", False
    url = options.url or spool.meta.url
    if options.is_dry_run:
        return f"{spool.records} records wait for {url}", spool.records == 0
    link = Link(url, read_token(options.token))
    courier = Courier(Ingest(link), Notices(), on_commands=lambda _commands: None)
    records = 0
    deadline = time.monotonic() + options.timeout
    try:
        while True:
            match courier.step(spool):
                case Sent(0):
                    return f"{records} records sent to {url}", True
                case Sent(more):
                    records += more
                    deadline = time.monotonic() + options.timeout
                case Wait(seconds, reason):
                    if time.monotonic() + seconds > deadline:
                        return f"{records} records sent, the rest waits: {reason}", False
                    time.sleep(seconds)
                case Denied(message):
                    return f"{records} records sent, the rest waits for a token: {message}", False
                case Refused() as refused:
                    if refused.is_final:
                        spool.refuse(refused.code)
                    return f"{records} records sent, the rest refused: {refused.message}", False
    finally:
        link.close()
