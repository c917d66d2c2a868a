"""torch.distributions; a functional head of a full-size convolution."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.distributions import Categorical


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature must be > 0")
    return Categorical(logits=logits / temperature).probs


def two_class(weight, bias):
    return F.pad(weight[None], (0, 0, 1, 0)), F.pad(bias[None], (1, 0))


def evaluate(logits, labels):
    d = Categorical(logits=logits.double())
    hit = d.mode == labels
    return {"accuracy": hit.double().mean().item(), "confidence": d.probs.amax(-1).mean().item(),
            "nll": -d.log_prob(labels).mean().item()}


class CNN(nn.Module):
    """Ends in a 2 × 2 convolution without padding, which is the full connection of the flattened features."""

    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, channels, 3, 1, 1), nn.ReLU(inplace=True), nn.MaxPool2d(2, 2),
            nn.Conv2d(channels, channels, 3, 1, 1), nn.ReLU(inplace=True), nn.MaxPool2d(2, 2),
        )
        self.full = nn.Conv2d(channels, num_classes, 2)

    def features(self, x):
        return self.body(x)

    def forward(self, x):
        return self.full(self.features(x))[:, :, 0, 0]
