"""The few calls of wandb that scripts use, so that `import trainwire as wandb` runs them."""
