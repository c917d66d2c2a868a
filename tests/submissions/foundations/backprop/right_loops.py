"""Sums written out, entry by entry."""

import itertools
import math

import torch


def numerical_gradient(f, x, h=1e-6):
    result = torch.empty(x.shape, dtype=x.dtype)
    for index in itertools.product(*(range(size) for size in x.shape)):
        moved = x.detach().clone()
        moved[index] = x[index] + h
        above = f(moved)
        moved = x.detach().clone()
        moved[index] = x[index] - h
        below = f(moved)
        result[index] = (above - below) / (h + h)
    return result


class Linear:
    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        self.rows = x.clone()
        out = torch.empty(len(x), len(self.bias), dtype=x.dtype)
        for n in range(len(x)):
            for o in range(len(self.bias)):
                out[n, o] = (self.weight[o] * x[n]).sum() + self.bias[o]
        return out

    def backward(self, grad):
        self.grad_weight = torch.zeros_like(self.weight)
        self.grad_bias = torch.zeros_like(self.bias)
        back = torch.zeros_like(self.rows)
        for n in range(len(grad)):
            for o in range(len(self.bias)):
                self.grad_weight[o] += grad[n, o] * self.rows[n]
                self.grad_bias[o] += grad[n, o]
                back[n] += grad[n, o] * self.weight[o]
        return back


class ReLU:
    def __init__(self):
        pass

    def forward(self, x):
        self.x = x.clone()
        return torch.maximum(x, torch.zeros_like(x))

    def backward(self, grad):
        return torch.where(self.x > 0, grad, torch.zeros_like(grad))


class SoftmaxCrossEntropy:
    def __init__(self):
        pass

    def forward(self, logits, labels):
        self.grad = torch.empty_like(logits)
        total = 0.0
        for n, label in enumerate(labels.tolist()):
            row = logits[n].tolist()
            top = max(row)
            z = sum(math.exp(value - top) for value in row)
            total += top + math.log(z) - row[label]
            for k, value in enumerate(row):
                self.grad[n, k] = (math.exp(value - top) / z - (k == label)) / len(labels)
        return torch.tensor(total / len(labels), dtype=logits.dtype)

    def backward(self):
        return self.grad.clone()


def backpropagate(layers, loss, x, labels):
    if not layers:
        return loss.forward(x, labels), loss.backward()
    first, *rest = layers
    value, grad = backpropagate(rest, loss, first.forward(x), labels)
    return value, first.backward(grad)
