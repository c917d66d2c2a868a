"""Dataclasses, outer products per row, softmax through exp of negative differences."""

from dataclasses import dataclass, field

import torch


def numerical_gradient(f, x, h=1e-6):
    def slope(i):
        e = torch.nn.functional.one_hot(torch.tensor(i), x.numel()).to(x.dtype).reshape(x.shape)
        return (f(torch.add(x, e, alpha=h)) - f(torch.sub(x, e, alpha=h))).div(2 * h)
    return torch.tensor([slope(i).item() for i in range(x.numel())], dtype=x.dtype).view(x.shape)


@dataclass(eq=False)
class Linear:
    weight: torch.Tensor
    bias: torch.Tensor
    grad_weight: torch.Tensor = field(default=None, init=False)
    grad_bias: torch.Tensor = field(default=None, init=False)

    def forward(self, x):
        self.x = x
        return torch.addmm(self.bias, x, self.weight.mT)

    def backward(self, grad):
        self.grad_weight = torch.bmm(grad[:, :, None], self.x[:, None, :]).sum(0)
        self.grad_bias = grad.sum(0)
        return (self.weight.mT @ grad.mT).mT


@dataclass(eq=False)
class ReLU:
    def forward(self, x):
        self.negative = x < 0
        return (x + x.abs()) / 2

    def backward(self, grad):
        out = grad.clone()
        out[self.negative] = 0
        return out


@dataclass(eq=False)
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        self.grad = torch.stack([self._row(l, int(k)) for l, k in zip(logits, labels)]) / len(logits)
        picked = torch.stack([l[k] for l, k in zip(logits, labels.tolist())])
        return (torch.logsumexp(logits, 1) - picked).mean()

    @staticmethod
    def _row(logits, label):
        p = torch.softmax(logits, 0)
        p[label] -= 1
        return p

    def backward(self):
        return self.grad.clone()


def backpropagate(layers, loss, x, labels):
    if not layers:
        value = loss.forward(x, labels)
        return value, loss.backward()
    first, *others = layers
    value, grad = backpropagate(others, loss, first.forward(x), labels)
    return value, first.backward(grad)
