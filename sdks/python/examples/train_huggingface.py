"""A tiny GPT-2 learns to count, with the `Trainer` of Hugging Face: some seconds on a CPU."""

import torch
from trainwire.huggingface import TrainwireCallback
from transformers import GPT2Config, GPT2LMHeadModel, Trainer, TrainingArguments

model = GPT2LMHeadModel(
    GPT2Config(vocab_size=64, n_positions=32, n_embd=32, n_layer=1, n_head=2, eos_token_id=0)
)
rows = [torch.arange(start, start + 16) % 64 for start in range(512)]
data = [{"input_ids": row, "labels": row} for row in rows]
arguments = TrainingArguments(
    output_dir="huggingface",
    max_steps=60,
    learning_rate=5e-3,
    logging_steps=1,
    eval_strategy="steps",
    eval_steps=20,
    save_steps=30,
    report_to="none",
    disable_tqdm=True,
    use_cpu=True,
)
trainer = Trainer(
    model,
    arguments,
    train_dataset=data[64:],
    eval_dataset=data[:64],
    callbacks=[TrainwireCallback()],
)
trainer.train()
