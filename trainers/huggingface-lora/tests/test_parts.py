import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.requirements import require_libraries

require_libraries()
from lora_trainer.folders import write_folder
from lora_trainer.options import SMOKE, Options, read_options
from lora_trainer.texts import load_texts
from lora_trainer.tokenizer import byte_tokenizer
from pytorch_trainer.errors import TrainerError


class TokenizerTest(unittest.TestCase):
    def test_each_byte_is_a_token_of_its_value(self) -> None:
        tokenizer = byte_tokenizer()
        text = "And 1\t\n~\x7f\xe9\u20ac"
        tokens = tokenizer(text)["input_ids"]
        self.assertEqual(tokens, list(text.encode()))
        self.assertEqual(tokenizer.decode(tokens), text)

    def test_it_can_be_saved_and_read_again(self) -> None:
        with TemporaryDirectory() as folder:
            byte_tokenizer().save_pretrained(folder)
            again = byte_tokenizer().from_pretrained(folder)
        self.assertEqual(again("Az")["input_ids"], [65, 122])


class TextsTest(unittest.TestCase):
    def test_the_adapter_learns_capitals_that_the_base_has_not_read(self) -> None:
        texts = load_texts(64)
        base, adapter = (bytes(part[0]["input_ids"].tolist()) for part in (texts.base, texts.adapter))
        self.assertNotEqual(base, base.upper())
        self.assertEqual(adapter, adapter.upper())
        self.assertEqual((len(base), len(texts.held_out)), (64, 40))


class FoldersTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def write(self, text: str) -> None:
        write_folder(self.folder / "a", lambda path: (path / "file").write_text(text))

    def test_a_folder_is_replaced_as_a_whole_and_readable(self) -> None:
        self.write("first")
        self.write("second")
        self.assertEqual((self.folder / "a" / "file").read_text(), "second")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["a"])
        self.assertEqual((self.folder / "a" / "file").stat().st_mode & 0o444, 0o444)

    def test_what_could_not_be_written_leaves_what_was_there(self) -> None:
        self.write("first")
        with self.assertRaises(ZeroDivisionError):
            write_folder(self.folder / "a", lambda _: 1 / 0)
        self.assertEqual((self.folder / "a" / "file").read_text(), "first")


class OptionsTest(unittest.TestCase):
    def test_flags_change_the_preset(self) -> None:
        self.assertEqual(read_options([]), Options())
        options = read_options(["--smoke", "--rank=4", "--resume=here"])
        self.assertEqual((options.rank, options.resume, options.width), (4, Path("here"), SMOKE.width))

    def test_what_makes_no_sense_is_refused(self) -> None:
        for argv in (["--steps=0"], ["--width=100", "--heads=8"], ["--dropout=1"], ["--learning-rate=0"]):
            with self.assertRaises(TrainerError, msg=str(argv)) as caught:
                read_options(argv)
            self.assertEqual(caught.exception.code, "bad_option")

    def test_the_config_has_no_address(self) -> None:
        config = read_options(["--url=http://10.0.0.7"]).config()
        self.assertNotIn("10.0.0.7", str(config))
        self.assertEqual(config["rank"], 16)
