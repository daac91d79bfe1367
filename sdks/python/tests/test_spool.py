"""Records on disk outlive the process, once each, within their bound."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from trainwire.notices import Notices
from trainwire.spool.file_spool import FileSpool
from trainwire.spool.leftovers import find_spool_folders, take_leftovers
from trainwire.spool.memory_spool import MemorySpool
from trainwire.spool.own_spool import OwnSpool
from trainwire.spool.spool_meta import SpoolMeta

META = SpoolMeta("job", "p-1", "http://127.0.0.1:1", {"train_id": "job"})


def lines(*numbers: int) -> bytes:
    return b"".join(b'{"n":%d}\n' % number for number in numbers)


class SpoolCase(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.spool_dir = Path(folder.name)
        self.dropped = 0

    def create(self, max_bytes: int = 1 << 20, meta: SpoolMeta = META) -> FileSpool:
        spool = FileSpool.create(self.spool_dir, meta, max_bytes=max_bytes, on_drop=self.drop)
        self.addCleanup(spool.abandon)
        return spool

    def drop(self, records: int) -> None:
        self.dropped += records

    def leftovers(self) -> list[FileSpool]:
        spools = list(take_leftovers(self.spool_dir, "job"))
        for spool in spools:
            self.addCleanup(spool.abandon)
        return spools

    def read(self, spool: FileSpool, max_bytes: int = 1 << 20, records: int = 1000) -> list[int]:
        """Takes and acknowledges everything, batch by batch."""
        numbers = []
        while batch := spool.next_batch(max_bytes, records):
            numbers += [json.loads(line)["n"] for line in batch.body.splitlines()]
            spool.acknowledge(batch, batch.records)
        return numbers


class FileSpoolTest(SpoolCase):
    def test_gives_records_in_order_and_the_same_again_until_acknowledged(self) -> None:
        spool = self.create()
        spool.append(lines(1, 2))
        spool.append(lines(3))
        first = spool.next_batch(1000, 2)
        assert first
        self.assertEqual((first.body, first.records), (lines(1, 2), 2))
        self.assertEqual(spool.next_batch(1000, 2), first)
        spool.acknowledge(first, 1)
        self.assertEqual(self.read(spool), [2, 3])
        self.assertIsNone(spool.next_batch(1000, 2))

    def test_a_record_larger_than_a_batch_goes_alone(self) -> None:
        spool = self.create()
        spool.append(lines(1, 1234567, 3))
        self.assertEqual(self.read(spool, max_bytes=3), [1, 1234567, 3])

    def test_the_spool_of_a_dead_process_is_taken_over_where_it_was_acknowledged(self) -> None:
        spool = self.create()
        spool.append(lines(1, 2, 3))
        batch = spool.next_batch(1000, 2)
        assert batch
        spool.acknowledge(batch, 2)
        spool.abandon()
        [leftover] = self.leftovers()
        self.assertEqual(leftover.meta, META)
        self.assertEqual(self.read(leftover), [3])

    def test_a_live_process_keeps_its_spool(self) -> None:
        self.create().append(lines(1))
        self.assertEqual(self.leftovers(), [])

    def test_two_processes_never_take_over_the_same_spool(self) -> None:
        spool = self.create()
        spool.append(lines(1))
        spool.abandon()
        self.assertEqual(len(self.leftovers()), 1)
        self.assertEqual(self.leftovers(), [])

    def test_a_line_that_was_cut_short_is_no_record(self) -> None:
        spool = self.create()
        spool.append(lines(1, 2))
        spool.abandon()
        with next(spool.folder.glob("*.ndjson")).open("ab") as file:
            file.write(b'{"n":3')
        [leftover] = self.leftovers()
        self.assertEqual(self.read(leftover), [1, 2])

    def test_a_lost_position_sends_again_and_loses_nothing(self) -> None:
        spool = self.create()
        spool.append(lines(1, 2))
        batch = spool.next_batch(1000, 1)
        assert batch
        spool.acknowledge(batch, 1)
        spool.abandon()
        (spool.folder / "acknowledged").write_text("")
        self.assertEqual(self.read(self.leftovers()[0]), [1, 2])

    def test_the_folder_goes_when_everything_is_acknowledged_and_stays_otherwise(self) -> None:
        spool = self.create()
        spool.append(lines(1))
        self.assertFalse(spool.close())
        self.assertTrue(spool.folder.exists())
        [leftover] = self.leftovers()
        self.read(leftover)
        self.assertTrue(leftover.close())
        self.assertEqual(list(self.spool_dir.iterdir()), [])

    def test_what_the_server_took_in_itself_is_not_sent_again(self) -> None:
        spool = self.create()
        spool.append(lines(1, 2))
        batch = spool.next_batch(1000, 1)
        assert batch
        spool.acknowledge(batch, 1)
        spool.abandon()
        for segment in spool.folder.glob("*.ndjson"):
            segment.unlink()
        [leftover] = self.leftovers()
        self.assertEqual((leftover.size, self.read(leftover)), (0, []))
        self.assertTrue(leftover.close())
        self.assertEqual(list(self.spool_dir.iterdir()), [])

    def test_does_not_grow_while_the_server_is_there(self) -> None:
        spool = self.create(max_bytes=8000)
        numbers = []
        for number in range(5000):
            spool.append(lines(number))
            if number % 10 == 9:
                numbers += self.read(spool)
        self.assertEqual(numbers, list(range(5000)))
        self.assertEqual(self.dropped, 0)
        on_disk = sum(path.stat().st_size for path in spool.folder.glob("*.ndjson"))
        self.assertLess(on_disk, 3000)

    def test_above_its_bound_the_oldest_records_make_room_and_are_counted(self) -> None:
        spool = self.create(max_bytes=8000)
        for number in range(5000):
            spool.append(lines(number))
        self.assertLessEqual(spool.size, 8000 + 1000)
        kept = self.read(spool)
        self.assertEqual(kept, list(range(self.dropped, 5000)))
        self.assertGreater(self.dropped, 3000)

    def test_records_that_made_room_while_they_were_sent_are_not_acknowledged_twice(self) -> None:
        spool = self.create(max_bytes=8000)
        spool.append(lines(0))
        batch = spool.next_batch(1000, 10)
        assert batch
        for number in range(1, 5000):
            spool.append(lines(number))
        spool.acknowledge(batch, 1)
        kept = self.read(spool)
        self.assertEqual(kept, list(range(kept[0], 5000)))

    def test_a_refused_spool_is_kept_and_not_taken_again(self) -> None:
        spool = self.create()
        spool.append(lines(1))
        spool.refuse("training_ended")
        spool.close()
        self.assertEqual(self.leftovers(), [])
        self.assertTrue(spool.folder.exists())

    def test_what_is_no_spool_is_left_alone(self) -> None:
        (self.spool_dir / "job" / "x").mkdir(parents=True)
        (self.spool_dir / "job" / "x" / "spool.json").write_text("[]")
        (self.spool_dir / "job" / "x.lock").write_text("")
        self.assertEqual(list(find_spool_folders(self.spool_dir)), [])
        self.assertEqual(self.leftovers(), [])

    def test_only_the_spools_of_the_same_training_are_taken(self) -> None:
        other = self.create(meta=SpoolMeta("other", "p-2", "http://127.0.0.1:1"))
        other.append(lines(1))
        other.abandon()
        self.assertEqual(self.leftovers(), [])


class MemorySpoolTest(unittest.TestCase):
    def test_above_its_bound_the_oldest_make_room_but_never_the_newest(self) -> None:
        dropped: list[int] = []
        spool = MemorySpool(30, dropped.append)
        spool.append(lines(1, 2, 3, 4, 5))
        spool.append(b'{"status":"completed","phase":"much longer than the bound"}\n')
        batch = spool.next_batch(1000, 10)
        assert batch
        self.assertEqual(sum(dropped), 5)
        self.assertIn(b"completed", batch.body)

    def test_what_made_room_while_it_was_sent_is_not_acknowledged_twice(self) -> None:
        spool = MemorySpool(16, lambda _records: None)
        spool.append(lines(1, 2))
        batch = spool.next_batch(1000, 2)
        assert batch
        spool.append(lines(3))
        spool.acknowledge(batch, 2)
        rest = spool.next_batch(1000, 2)
        assert rest
        self.assertEqual(rest.body, lines(3))


class OwnSpoolTest(SpoolCase):
    def own(self) -> OwnSpool:
        spool = OwnSpool(self.spool_dir, META, max_bytes=1 << 20, notices=Notices())
        self.addCleanup(spool.abandon)
        return spool

    def drain(self, spool: OwnSpool) -> list[int]:
        numbers = []
        while batch := spool.next_batch(1000, 100):
            numbers += [json.loads(line)["n"] for line in batch.body.splitlines()]
            spool.acknowledge(batch, batch.records)
        return numbers

    def test_records_go_to_memory_when_the_folder_cannot_be_made(self) -> None:
        (self.spool_dir / "job").write_text("a file where a folder belongs")
        with self.assertLogs("trainwire") as said:
            spool = self.own()
        spool.append(lines(1, 2))
        self.assertEqual(self.drain(spool), [1, 2])
        self.assertIn("in memory only", said.output[0])
        self.assertTrue(spool.close())

    def test_records_go_on_in_memory_in_order_when_the_disk_fails_later(self) -> None:
        spool = self.own()
        spool.append(lines(1))
        folder = spool.folder
        assert folder
        with self.assertLogs("trainwire"), _full_disk():
            spool.append(lines(2))
        spool.append(lines(3))
        self.assertEqual(self.drain(spool), [1, 2, 3])

    def test_a_folder_that_somebody_removes_costs_nothing_while_its_process_lives(self) -> None:
        spool = self.own()
        spool.append(lines(1))
        folder = spool.folder
        assert folder
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        spool.append(lines(2))
        self.assertEqual(self.drain(spool), [1, 2])

    def test_a_folder_that_was_removed_before_its_next_segment_leaves_memory(self) -> None:
        with mock.patch("trainwire.spool.file_spool._MAX_SEGMENT_BYTES", 1):
            spool = self.own()
        spool.append(lines(1))
        folder = spool.folder
        assert folder
        shutil.rmtree(folder)
        with self.assertLogs("trainwire") as said:
            spool.append(lines(2))
        self.assertEqual(self.drain(spool), [1, 2])
        self.assertIn("in memory only", said.output[0])


def _full_disk() -> "mock._patch[mock.MagicMock]":
    error = OSError(28, "No space left on device")
    return mock.patch("trainwire.spool.segment.os.write", side_effect=error)
