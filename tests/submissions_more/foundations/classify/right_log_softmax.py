"""More channels, numpy softmax, log_softmax logits."""
import numpy as np
import torch
from torch import nn
def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("no")
    a = logits.detach().numpy().astype(np.float64) / temperature
    a -= a.max(1)[:, None]
    e = np.exp(a)
    return torch.tensor(e / e.sum(1, keepdims=True), dtype=logits.dtype)
def two_class(weight, bias):
    zero = weight * 0
    return torch.stack([zero + 3, weight + 3]), torch.stack([bias * 0 - 1, bias - 1])
def evaluate(logits, labels):
    p = softmax(logits.double()).numpy()
    y = labels.numpy()
    z = logits.double().numpy()
    m = z.max(1)
    nll = m + np.log(np.exp(z - m[:, None]).sum(1)) - z[np.arange(len(y)), y]
    return {"accuracy": float(np.mean(p.argmax(1) == y)), "confidence": float(p.max(1).mean()), "nll": float(nll.mean())}
class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        def block(a, b):
            return nn.Sequential(nn.Conv2d(a, b, kernel_size=3, stride=1, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2, 2))
        self.net = nn.Sequential(block(1, channels), block(channels, 64))
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(256, num_classes), nn.LogSoftmax(dim=1))
    def features(self, x):
        return self.net(x)
    def forward(self, x):
        return self.head(self.features(x))
