"""A trainer for Trainwire: a language model learns to write in capitals, by LoRA."""
