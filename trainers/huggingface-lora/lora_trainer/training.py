"""Both trainings, with the `Trainer` of transformers: of the model before, and of its adapter."""

import math
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from trainwire import Reporter
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from lora_trainer.folders import UNFINISHED
from lora_trainer.options import Options
from lora_trainer.publishing import AdapterCallback, BaseCallback
from lora_trainer.texts import Texts
from pytorch_trainer.errors import TrainerError
from pytorch_trainer.gpu import precision


class StopWhenDiverged(TrainerCallback):
    """Raises TrainerError `diverged`, after the report that shows it."""

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Looks at the loss."""
        del args, control
        if not math.isfinite(logs.get("loss", 0)):
            step = state.global_step
            raise TrainerError("diverged", f"the loss is no number at step {step}: lower the learning rate")


def make_base(options: Options) -> LlamaForCausalLM:
    """A small Llama over bytes, with the weights that the seed gives."""
    torch.manual_seed(options.seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=256,
            hidden_size=options.width,
            intermediate_size=3 * options.width,
            num_hidden_layers=options.layers,
            num_attention_heads=options.heads,
            max_position_embeddings=options.context,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=None,
        )
    )


def train_base(model: LlamaForCausalLM, texts: Texts, options: Options, reporter: Reporter) -> None:
    """Teaches the model before the text; it ends early if somebody asks it to."""
    arguments = _arguments(
        options,
        reporter,
        max_steps=options.base_steps,
        learning_rate=options.base_learning_rate,
        save_strategy="no",
    )
    _train(Trainer(model, arguments, train_dataset=texts.base, callbacks=[BaseCallback(reporter)]))


def train_adapter(base: LlamaForCausalLM, texts: Texts, options: Options, reporter: Reporter) -> PeftModel:
    """Adds an adapter and teaches it the capitals; the other weights stay as they are."""
    torch.manual_seed(options.seed)
    # It is saved beside the adapter; that is where the adapter's readers are to look for it.
    base.name_or_path = "base"
    model = get_peft_model(
        base,
        LoraConfig(
            r=options.rank,
            lora_alpha=2 * options.rank,
            lora_dropout=options.dropout,
            target_modules="all-linear",
            task_type="CAUSAL_LM",
        ),
    )
    arguments = _arguments(
        options,
        reporter,
        max_steps=options.steps,
        learning_rate=options.learning_rate,
        eval_strategy="steps",
        eval_steps=options.eval_every,
        save_strategy="steps" if options.checkpoint_every else "no",
        save_steps=options.checkpoint_every or 1,
    )
    trainer = Trainer(
        model,
        arguments,
        train_dataset=texts.adapter,
        eval_dataset=texts.held_out,
        callbacks=[AdapterCallback(reporter)],
    )
    _train(trainer, options.resume)
    return model


def _train(trainer: Trainer, resume: Path | None = None) -> None:
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(StopWhenDiverged())
    trainer.train(resume_from_checkpoint=None if resume is None else str(resume))


def _arguments(options: Options, reporter: Reporter, **more: Any) -> TrainingArguments:
    has_gpu = options.device != "cpu" and torch.cuda.is_available()
    return TrainingArguments(
        str(reporter.run_dir / UNFINISHED),
        per_device_train_batch_size=options.batch_size,
        per_device_eval_batch_size=options.batch_size,
        lr_scheduler_type="cosine",
        warmup_steps=10,
        logging_steps=options.report_every,
        seed=options.seed,
        use_cpu=not has_gpu,
        bf16=has_gpu and precision(torch.device("cuda")) == "bf16",
        report_to="none",
        disable_tqdm=True,
        **more,
    )
