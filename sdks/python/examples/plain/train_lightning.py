"""A line is fitted to points, with the `Trainer` of Lightning: some seconds on a CPU."""

import torch
from lightning.pytorch import LightningModule, Trainer
from torch.utils.data import DataLoader, TensorDataset


class Line(LightningModule):
    """Learns the slope and the height of a line."""

    def __init__(self, learning_rate: float = 0.1) -> None:
        super().__init__()
        self.save_hyperparameters()
        self.layer = torch.nn.Linear(1, 1)

    def training_step(self, batch, _batch_idx):
        """One step of gradient descent."""
        loss = torch.nn.functional.mse_loss(self.layer(batch[0]), batch[1])
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, _batch_idx):
        """The loss on points that it does not learn from."""
        self.log("val_loss", torch.nn.functional.mse_loss(self.layer(batch[0]), batch[1]))

    def configure_optimizers(self):
        """Plain gradient descent."""
        return torch.optim.SGD(self.parameters(), lr=self.hparams["learning_rate"])


x = torch.linspace(-1, 1, 256).reshape(256, 1)[torch.randperm(256)]
points = TensorDataset(x, 3 * x - 1)
train, val = torch.utils.data.random_split(points, [192, 64])
trainer = Trainer(max_epochs=4)
trainer.fit(Line(), DataLoader(train, batch_size=2), DataLoader(val, batch_size=2))
