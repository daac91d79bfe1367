"""A line is fitted to points in plain Python, and published with wandb."""

import random

import wandb

run = wandb.init(project="lines", name="a line", config={"lr": 0.1, "steps": 200})
slope, height = 0.0, 0.0
for step in range(run.config.steps):
    x = random.uniform(-1, 1)
    error = slope * x + height - (3 * x - 1)
    slope -= run.config.lr * error * x
    height -= run.config.lr * error
    wandb.log({"loss": error**2, "slope": slope, "height": height}, step=step)
wandb.finish()
