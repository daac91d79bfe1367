"""`import trainwire as wandb` runs a plain script."""

import os
import subprocess
import sys
import textwrap
from unittest import mock

from tests.support.fake_server import FakeServer
from tests.support.reporter_case import ReporterCase

SCRIPT = """
    import argparse
    import math
    import trainwire as wandb

    parser = argparse.ArgumentParser()
    parser.add_argument("--lr", type=float, default=0.1)
    args = parser.parse_args([])

    run = wandb.init(project="demo", name="My run", entity="me", config=args, resume="allow",
                     settings=wandb.Settings(), tags=["try"])
    wandb.config.update({"layers": [1, 2]}, allow_val_change=True)
    wandb.config.batch_size = 32
    assert wandb.config["lr"] == wandb.config.lr == wandb.run.config.lr == 0.1
    assert run is wandb.run and run.id
    wandb.define_metric("acc", summary="max")
    wandb.watch(object(), log="all")
    for epoch in range(2):
        for batch in range(3):
            wandb.log({"loss": 1 / (1 + batch), "train": {"acc": 0.5}})
        wandb.log({"epoch": epoch, "picture": wandb.Image([[0]], caption="x")}, commit=False)
        wandb.log({"val/acc": math.nan})
    wandb.log({"at": 1}, step=100)
    wandb.log({"held": 1}, commit=False)
    table = wandb.Table(columns=["a"])
    table.add_data(1)
    wandb.log({"table": table, "curve": wandb.plot.line(table, "a", "b")})
    artifact = wandb.Artifact("model", type="model")
    artifact.add_file("x")
    run.log_artifact(artifact).wait()
    wandb.alert(title="t", text="x", level=wandb.AlertLevel.WARN)
    wandb.save("model.pt")
    run.summary["best"] = 1
    wandb.run.summary.update({"best": 2})
    assert wandb.summary.best == 2
"""


class WandbLikeTest(ReporterCase):
    def setUp(self) -> None:
        super().setUp()
        self.server = self.enterContext(FakeServer())

    def run_script(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)],
            env=self.environment(TRAINWIRE_URL=self.server.url),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def test_a_plain_script_runs_and_is_published(self) -> None:
        ended = self.run_script(SCRIPT)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        [registration] = self.server.registrations
        self.assertEqual(registration["name"], "My run")
        self.assertEqual(registration["tags"], ["demo", "try"])
        config = {"lr": 0.1, "layers": [1, 2], "batch_size": 32}
        self.assertEqual(registration["config"], config)
        self.assertEqual(self.server.values("current_step"), [*range(8), 100, 101])
        self.assertEqual(self.server.values("loss"), [1, 1 / 2, 1 / 3] * 2)
        self.assertEqual(self.server.values("status"), ["running", "completed"])
        records = [record for record in self.server.stored if "metrics" in record]
        self.assertEqual(records[0]["metrics"], {"train.acc": 0.5})
        self.assertEqual(records[3]["current_epoch"], 0)
        self.assertEqual(records[3]["metrics"], {"val/acc": None})
        self.assertEqual(records[-1]["metrics"], {"held": 1})
        self.assertEqual(self.server.problems, [])

    def test_each_name_that_does_nothing_says_so_once(self) -> None:
        said = self.run_script(SCRIPT).stderr
        for name in ("watch", "define_metric", "Image", "Table", "Artifact", "alert", "save"):
            self.assertEqual(said.count(f"{name} does nothing"), 1, said)

    def test_a_script_that_fails_or_exits_with_a_code_has_failed(self) -> None:
        begin = "import sys, trainwire as wandb; wandb.init(id='job_abc123'); wandb.log({'a': 1}); "
        for end, code, status in (
            ("1/0", 1, "failed"),
            ("sys.exit(3)", 3, "failed"),
            ("sys.exit('no data')", 1, "failed"),
            ("sys.exit(0)", 0, "completed"),
            ("sys.exit()", 0, "completed"),
            ("wandb.finish(); 1/0", 1, "completed"),
            ("wandb.finish(exit_code=2)", 0, "failed"),
            ("raise KeyboardInterrupt", 130, "cancelled"),
        ):
            with self.subTest(end):
                ended = self.run_script(begin + end)
                self.assertIn(ended.returncode, (code, -2))
                self.assertEqual(self.server.values("status")[-1], status)

    def test_a_launched_script_that_fails_leaves_its_training_open(self) -> None:
        begin = "import sys, trainwire as wandb; run = wandb.init(id='job_abc123')\n"
        with_block = "with run: 1/0"
        with mock.patch.dict(os.environ, TRAINWIRE_LAUNCH_ID="launch-1"):
            for end in ("1/0", "sys.exit(3)", "wandb.finish(exit_code=2)", with_block):
                with self.subTest(end):
                    self.run_script(begin + end)
                    self.assertEqual(self.server.values("status")[-1], "running")
        told = "ZeroDivisionError: division by zero"
        self.assertEqual(self.server.values("reason"), [told, "exit 3", "exit 2", told])

    def test_a_second_init_begins_another_training(self) -> None:
        self.run_script(
            """
            import trainwire as wandb
            for run in range(2):
                with wandb.init(project="demo", config={"run": run}) as run:
                    run.log({"loss": 1})
            """
        )
        ids = {registration["train_id"] for registration in self.server.registrations}
        self.assertEqual(len(ids), 2)
        configs = [registration["config"] for registration in self.server.registrations]
        self.assertEqual(configs, [{"run": 0}, {"run": 1}])
        self.assertEqual(self.server.values("status"), ["running", "completed"] * 2)

    def test_a_disabled_run_and_a_log_without_init_publish_nothing(self) -> None:
        ended = self.run_script(
            """
            import trainwire as wandb
            wandb.log({"loss": 1})
            wandb.finish()
            wandb.init(project="demo", mode="disabled")
            wandb.log({"loss": 1})
            """
        )
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("before init", ended.stderr)
        self.assertEqual(self.server.exchanges, [])

    def test_a_name_that_wandb_does_not_have_is_an_error_as_ever(self) -> None:
        ended = self.run_script("import trainwire as wandb; wandb.lgo({})")
        self.assertIn("AttributeError", ended.stderr)
        self.assertFalse(os.path.exists("wandb"))
