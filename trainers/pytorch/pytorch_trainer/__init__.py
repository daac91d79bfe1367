"""A trainer for Trainwire: a small language model learns real text, on a GPU or a CPU."""
