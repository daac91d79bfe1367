"""Stand-ins for what a training publishes to, and a training small enough for a test."""

from pytorch_trainer.options import Options

TINY = Options(
    steps=30,
    batch_size=8,
    context=32,
    layers=1,
    heads=2,
    width=32,
    learning_rate=1e-2,
    warmup_steps=5,
    eval_every=10,
    eval_batches=2,
    report_every=5,
    device="cpu",
    train_id="tiny",
)


class Reports:
    """Keeps what was reported; `cancel_at_step` makes it ask for a stop after the report of that step."""

    def __init__(self, cancel_at_step: int | None = None) -> None:
        self.fields: list[dict[str, object]] = []
        self.should_stop = False
        self._cancel_at_step = cancel_at_step

    def log(self, **fields: object) -> None:
        """Keeps one report."""
        self.fields.append(fields)
        if "step" in fields and fields["step"] == self._cancel_at_step:
            self.should_stop = True

    def values(self, name: str) -> list[object]:
        """Every reported value of one field, in order."""
        return [report[name] for report in self.fields if name in report]
