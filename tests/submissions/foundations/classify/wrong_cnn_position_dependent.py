# expect: cnn_moves
# says: by 1
# kind: weak
"""A learned map of positions is added to the features."""

import torch
import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a, self.b = nn.Conv2d(1, channels, 3, padding=1), nn.Conv2d(channels, 32, 3, padding=1)
        self.c = nn.Linear(128, num_classes)

    def features(self, x):
        h, w = x.shape[2:]
        x = F.max_pool2d(F.relu(self.a(x)), 2)
        x = F.max_pool2d(F.relu(self.b(x)), 2)
        return x + 0.01 * torch.arange(h * w // 16).view(h // 4, w // 4).to(x)

    def forward(self, x):
        return self.c(self.features(x).flatten(1))
