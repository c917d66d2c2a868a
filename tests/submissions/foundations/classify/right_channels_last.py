"""Images with channels last inside; the last layer is a convolution over 2×2."""

import torch
from torch import nn


def softmax(logits, temperature=1.0):
    if temperature > 0:
        differences = logits[:, None, :] - logits[:, :, None]
        return 1 / (differences / temperature).clamp(max=1e30).exp().sum(2)
    raise ValueError("a temperature of zero or less has no softmax")


def two_class(weight, bias):
    return torch.cat([-weight[None], torch.zeros(1, len(weight)).to(weight)]), torch.cat([-bias[None], torch.zeros(1).to(bias)])


def evaluate(logits, labels):
    with torch.no_grad():
        p = torch.softmax(logits.double(), 1)
        hits = sum(int(row.argmax()) == int(label) for row, label in zip(logits, labels))
        nll = nn.CrossEntropyLoss()(logits.double(), labels)
    return {"accuracy": hits / len(logits), "confidence": p.amax(1).mean().item(), "nll": nll.item()}


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(1, channels, 3, padding="same"), nn.Conv2d(channels, 32, 3, padding="same")])
        self.last = nn.Conv2d(32, num_classes, 2)

    def features(self, x):
        x = x.contiguous(memory_format=torch.channels_last)
        for conv in self.convs:
            x = nn.functional.relu(conv(x))
            x = nn.functional.max_pool2d(x, kernel_size=2, stride=2)
        return x

    def forward(self, x):
        return self.last(self.features(x)).flatten(1)
