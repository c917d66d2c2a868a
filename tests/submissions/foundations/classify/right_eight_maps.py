"""Few maps in the second layer: eight; two layers at the end."""
import torch
import torch.nn.functional as F
from torch import nn
def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("above 0")
    scaled = logits / temperature
    return torch.special.softmax(scaled, 1)
def two_class(weight, bias):
    weights = torch.stack([weight - weight, weight]); return weights, torch.stack([bias - bias, bias])
def evaluate(logits, labels):
    labels = labels.long()
    probs = F.softmax(logits.double(), 1)
    return {"accuracy": (probs.argmax(1) == labels).double().mean().item(), "confidence": probs.max(1)[0].mean().item(),
            "nll": nn.NLLLoss()(F.log_softmax(logits.double(), 1), labels).item()}
class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, channels, 3, padding=1), nn.Conv2d(channels, 8, 3, padding=1)
        self.l1, self.l2 = nn.Linear(32, 40), nn.Linear(40, num_classes)
    def features(self, x):
        return F.max_pool2d(F.relu(self.c2(F.max_pool2d(F.relu(self.c1(x)), 2))), 2)
    def forward(self, x):
        return self.l2(F.relu(self.l1(self.features(x).flatten(1))))
