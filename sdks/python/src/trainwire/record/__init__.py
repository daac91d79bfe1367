"""From what a training logs to a record on the wire."""
