"""NumPy inside."""

import numpy as np
import torch


def numerical_gradient(f, x, h=1e-6):
    base = np.array(x.detach().numpy(), order="C")
    out = np.empty_like(base)
    it = np.nditer(base, flags=["multi_index"])
    for _ in it:
        k = it.multi_index
        plus, minus = base.copy(), base.copy()
        plus[k] += h
        minus[k] -= h
        out[k] = (f(torch.from_numpy(plus)).item() - f(torch.from_numpy(minus)).item()) / (2 * h)
    return torch.from_numpy(out)


def _n(t):
    return t.detach().numpy().copy()


class Linear:
    def __init__(self, weight, bias):
        self.W, self.b = _n(weight), _n(bias)

    def forward(self, x):
        self.X = _n(x)
        return torch.from_numpy(self.X @ self.W.T + self.b)

    def backward(self, grad):
        G = _n(grad)
        self.grad_weight = torch.from_numpy(G.T @ self.X)
        self.grad_bias = torch.from_numpy(G.sum(axis=0))
        return torch.from_numpy(G @ self.W)


class ReLU:
    def __init__(self):
        self.X = None

    def forward(self, x):
        self.X = _n(x)
        return torch.from_numpy(np.asarray(np.maximum(self.X, 0)))

    def backward(self, grad):
        return torch.from_numpy(np.asarray(np.where(self.X > 0, _n(grad), 0).astype(self.X.dtype)))


class SoftmaxCrossEntropy:
    def __init__(self):
        self.P = None

    def forward(self, logits, labels):
        L, y = _n(logits), labels.numpy()
        L = L - L.max(axis=1, keepdims=True)
        lse = np.log(np.exp(L).sum(axis=1, keepdims=True))
        self.P = np.exp(L - lse)
        rows = np.arange(len(y))
        value = -(L - lse)[rows, y].mean()
        self.P[rows, y] -= 1
        return torch.tensor(value, dtype=logits.dtype)

    def backward(self):
        return torch.from_numpy(self.P / self.P.shape[0])


def backpropagate(layers, loss, x, labels):
    from functools import reduce
    out = reduce(lambda h, layer: layer.forward(h), layers, x)
    value = loss.forward(out, labels)
    return value, reduce(lambda g, layer: layer.backward(g), reversed(layers), loss.backward())
