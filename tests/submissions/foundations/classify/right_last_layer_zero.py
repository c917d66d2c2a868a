"""Parameters of its own, own initialisation, pooling by reshape."""
import torch
import torch.nn.functional as F
from torch import nn
def softmax(logits, temperature=1.0):
    if temperature <= 0.0:
        raise ValueError(temperature)
    return nn.Softmax(dim=-1)(logits.div(temperature))
def two_class(weight, bias):
    w = weight.new_zeros(2, weight.numel()); w[1] = weight
    b = bias.new_zeros(2); b[1] = bias
    return w, b
def evaluate(logits, labels):
    with torch.inference_mode():
        logp = F.log_softmax(logits.to(torch.float64), -1)
        conf, guess = logp.exp().max(-1)
        return dict(accuracy=(guess == labels).to(torch.float64).mean().item(), confidence=conf.mean().item(),
                    nll=-logp[torch.arange(len(labels)), labels].mean().item())
class CNN(nn.Module):
    def __init__(self, channels=16, num_classes=10):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(channels, 1, 3, 3) * (2 / 9) ** 0.5)
        self.b1 = nn.Parameter(torch.zeros(channels))
        self.w2 = nn.Parameter(torch.randn(32, channels, 3, 3) * (2 / (9 * channels)) ** 0.5)
        self.b2 = nn.Parameter(torch.zeros(32))
        self.w3 = nn.Parameter(torch.zeros(num_classes, 128))
        self.b3 = nn.Parameter(torch.zeros(num_classes))
    def features(self, x):
        for w, b in ((self.w1, self.b1), (self.w2, self.b2)):
            x = F.conv2d(x, w, b, padding=1).relu()
            n, c, h, v = x.shape
            x = x.view(n, c, h // 2, 2, v // 2, 2).amax((3, 5))
        return x
    def forward(self, x):
        return F.linear(self.features(x).flatten(1), self.w3, self.b3)
