"""Finds the spools that dead processes left."""

from collections.abc import Iterator
from pathlib import Path

from trainwire.spool.file_spool import FileSpool
from trainwire.spool.spool_meta import SpoolMeta


def find_spool_folders(spool_dir: Path, train_id: str | None = None) -> Iterator[Path]:
    """Every spool's folder below `spool_dir`, oldest first; of one training, or of all."""
    candidates = [path.parent for path in spool_dir.glob(f"{train_id or '*'}/*/spool.json")]
    for folder in sorted(candidates, key=_age):
        meta = SpoolMeta.read(folder)
        if meta and train_id in (None, meta.train_id):
            yield folder


def take_leftovers(spool_dir: Path, train_id: str) -> Iterator[FileSpool]:
    """Locks and gives, one by one, the spools of a training that can and may be sent."""
    for folder in find_spool_folders(spool_dir, train_id):
        spool = FileSpool.take_over(folder)
        if spool and spool.refused is None:
            yield spool
        elif spool:
            spool.abandon()


def _age(folder: Path) -> float:
    try:
        return (folder / "spool.json").stat().st_mtime
    except OSError:
        return 0
