"""Generic helpers, a small settings object, spatial pooling by adaptive size."""

from dataclasses import dataclass

import torch
import torch.nn as nn


def _check(temperature):
    if float(temperature) <= 0:
        raise ValueError(f"temperature {temperature} is not positive")
    return float(temperature)


def softmax(logits, temperature=1.0):
    z = logits / _check(temperature)
    z = z - torch.amax(z, 1, True)
    return torch.nn.functional.normalize(z.exp(), p=1.0, dim=1, eps=0.0)


def two_class(weight, bias):
    weights = torch.vstack([weight * 0, weight])
    biases = torch.hstack([bias * 0, bias])
    return weights, biases


@dataclass
class Scores:
    accuracy: float
    confidence: float
    nll: float


def evaluate(logits, labels):
    p = softmax(logits.double())
    scores = Scores(
        (logits.argmax(1) == labels).double().mean().item(),
        p.topk(1, dim=1).values.mean().item(),
        nn.CrossEntropyLoss()(logits.double(), labels).item(),
    )
    return dict(vars(scores))


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.net = nn.ModuleDict({
            "conv1": nn.Conv2d(1, channels, 3, padding=1),
            "conv2": nn.Conv2d(channels, 24, 3, padding=1),
            "fc": nn.Linear(96, num_classes),
        })
        for name, layer in self.net.items():
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)

    def features(self, x):
        for name in ("conv1", "conv2"):
            x = nn.functional.relu(self.net[name](x))
            x = nn.functional.adaptive_max_pool2d(x, (x.shape[2] // 2, x.shape[3] // 2))
        return x

    def forward(self, x):
        return self.net["fc"](self.features(x).flatten(1, -1))
