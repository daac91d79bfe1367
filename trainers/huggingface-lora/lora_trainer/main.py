"""From options to an exit code: makes a model, adapts it, saves both, and tells how it ended."""

import shutil
import sys
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import torch
from trainwire import Reporter
from transformers import LlamaForCausalLM
from transformers.utils import logging as transformers_logging

from lora_trainer.folders import UNFINISHED, write_folder
from lora_trainer.options import Options, read_options
from lora_trainer.publishing import BASE_PROMISE_SECONDS
from lora_trainer.texts import Texts, load_texts
from lora_trainer.tokenizer import byte_tokenizer
from lora_trainer.training import make_base, train_adapter, train_base
from pytorch_trainer.cpu import usable_cores
from pytorch_trainer.errors import TrainerError
from pytorch_trainer.gpu import choose_device, describe_device
from pytorch_trainer.stop import StopRequest

Outcome = Literal["completed", "cancelled", "paused"]


def run(argv: Sequence[str], stop: StopRequest) -> int:
    """Returns 0 for a training that completed, paused or was cancelled, 1 if it failed, 2 for bad options."""
    try:
        options = read_options(argv)
    except TrainerError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 2
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    # The base is beside the adapter, where peft does not look for it.
    warnings.filterwarnings("ignore", message="Could not find a config file in base")
    device = describe_device(options.device)
    try:
        with Reporter(
            options.train_id or None, options.url, name=options.name, config=options.config() | device
        ) as reporter:
            stop.pass_on(reporter.stop)
            title = f"training {reporter.train_id}"
            print(f"{title} on {device['device']}", flush=True)
            outcome = _train(options, reporter)
    except TrainerError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    print(f"{title}: {outcome}", flush=True)
    return 0


def _train(options: Options, reporter: Reporter) -> Outcome:
    reporter.log(
        status="starting",
        phase="loading",
        total_steps=options.steps,
        expect_next_in_seconds=BASE_PROMISE_SECONDS,
    )
    _check_checkpoint(options)
    choose_device(options.device)
    torch.set_num_threads(options.threads or usable_cores())
    texts = load_texts(options.context)
    # A process before this one may have been killed while it saved.
    shutil.rmtree(reporter.run_dir / UNFINISHED, ignore_errors=True)
    base = _base(texts, options, reporter)
    if reporter.should_stop:
        return "cancelled"
    model = train_adapter(base, texts, options, reporter)
    if reporter.is_paused:
        return "paused"
    if reporter.should_stop:
        return "cancelled"
    reporter.log(phase="saving", expect_next_in_seconds=BASE_PROMISE_SECONDS)
    folder = reporter.run_dir / "adapter"

    def write(path: Path) -> None:
        model.save_pretrained(str(path))
        byte_tokenizer().save_pretrained(path)

    write_folder(folder, write)
    print(f"saved {folder}\nit writes: {_sample(model)}", flush=True)
    return "completed"


def _base(texts: Texts, options: Options, reporter: Reporter) -> LlamaForCausalLM:
    """The model before: the one that an earlier attempt left, else a new one."""
    folder = reporter.run_dir / "base"
    if options.resume is not None and folder.exists():
        print(f"goes on from {options.resume}", flush=True)
        return LlamaForCausalLM.from_pretrained(folder)
    base = make_base(options)
    if options.base_steps:
        train_base(base, texts, options, reporter)
    if not reporter.should_stop:
        write_folder(folder, base.save_pretrained)
        print(f"saved {folder}\nit writes: {_sample(base)}", flush=True)
    return base


def _check_checkpoint(options: Options) -> None:
    if options.resume is not None and not (options.resume / "trainer_state.json").is_file():
        raise TrainerError("bad_checkpoint", f"{options.resume} is no checkpoint of this trainer")


def _sample(model: Any, length: int = 50) -> str:
    """How the model goes on after the beginning of a verse."""
    tokenizer = byte_tokenizer()
    tokens = tokenizer("And the ", return_tensors="pt").to(model.device)
    written = model.generate(**tokens, max_new_tokens=length, do_sample=False, pad_token_id=0)
    return repr(tokenizer.decode(written[0]))
