# expect: cnn_field
# says: 10×10
# kind: meaningless
"""Fully connected layers in place of convolutions."""

import torch.nn.functional as F
from torch import nn


class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.first, self.last = nn.Linear(64, 8 * channels), nn.Linear(8 * channels, num_classes)

    def _hidden(self, x):
        return self.first(F.adaptive_avg_pool2d(x, 8).flatten(1)).relu()

    def features(self, x):
        maps = self._hidden(x).view(len(x), -1, 2, 2)
        return F.interpolate(maps, size=(x.shape[2] // 4, x.shape[3] // 4))

    def forward(self, x):
        return self.last(self._hidden(x))
