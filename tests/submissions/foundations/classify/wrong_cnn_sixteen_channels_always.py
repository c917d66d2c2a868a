# expect: cnn_shapes
# says: `channels` has no effect
# kind: case
"""The number of channels is fixed."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.a, self.b = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1)
        self.c = nn.Linear(128, num_classes)

    def features(self, x):
        x = F.max_pool2d(F.relu(self.a(x)), 2)
        return F.max_pool2d(F.relu(self.b(x)), 2)

    def forward(self, x):
        return self.c(self.features(x).flatten(1))
