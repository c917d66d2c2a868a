"""Gradients kept in a dictionary, shown as properties; out-variants and indexing tricks."""

import torch


def numerical_gradient(f, x, h=1e-6):
    grad = torch.zeros_like(x, memory_format=torch.contiguous_format)
    for place in (grad == 0).nonzero():
        place = tuple(place.tolist())
        up, down = x.clone(memory_format=torch.contiguous_format), x.clone(memory_format=torch.contiguous_format)
        up[place] += h
        down[place] -= h
        grad[place] = 0.5 * (f(up) - f(down)) / h
    return grad


class Linear:
    def __init__(self, weight, bias):
        self._tensors = {"weight": weight, "bias": bias}
        self._grads = {}

    @property
    def grad_weight(self):
        return self._grads["weight"]

    @property
    def grad_bias(self):
        return self._grads["bias"]

    def forward(self, x):
        self._x = x
        return (x[:, None, :] * self._tensors["weight"][None]).sum(2) + self._tensors["bias"][None]

    def backward(self, grad):
        self._grads = {"weight": (grad[:, :, None] * self._x[:, None, :]).sum(0), "bias": grad.sum(0)}
        return (grad[:, :, None] * self._tensors["weight"][None]).sum(1)


class ReLU:
    def __init__(self):
        self._gate = None

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self._gate = x.gt(0).to(x.dtype)
        return torch.nn.functional.threshold(x, 0, 0)

    def backward(self, grad):
        return torch.mul(grad, self._gate)


class SoftmaxCrossEntropy:
    def __init__(self):
        self._p = self._labels = None

    def forward(self, logits, labels):
        shifted = logits - logits.max(dim=1, keepdim=True).values
        e = shifted.exp()
        z = e.sum(1, keepdim=True)
        self._p, self._labels = e / z, labels
        return (z.log()[:, 0] - shifted[range(len(labels)), labels]).mean()

    def backward(self):
        n, k = self._p.shape
        hot = torch.zeros(n, k, dtype=self._p.dtype)
        hot[range(n), self._labels] = 1
        return torch.sub(self._p, hot) / n


def backpropagate(layers, loss, x, labels):
    calls = iter(layers)
    h = x
    for layer in calls:
        h = layer.forward(h)
    value = loss.forward(h, labels)
    grad = loss.backward()
    for layer in reversed(list(layers)):
        grad = layer.backward(grad)
    return value, grad
