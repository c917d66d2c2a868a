"""Loops over rows and columns."""

import math

import torch


def numerical_gradient(f, x, h=1e-6):
    values = x.flatten().tolist()

    def at(i, v):
        moved = values[:i] + [v] + values[i + 1:]
        return float(f(torch.tensor(moved, dtype=torch.float64).reshape(x.shape)))

    slopes = [(at(i, v + h) - at(i, v - h)) / (2 * h) for i, v in enumerate(values)]
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape)


class Linear:
    def __init__(self, weight, bias):
        self.w, self.b = weight, bias

    def forward(self, x):
        self.x = x.clone()
        out = torch.empty(x.shape[0], self.w.shape[0], dtype=self.w.dtype)
        for n in range(x.shape[0]):
            for o in range(self.w.shape[0]):
                out[n, o] = (x[n] * self.w[o]).sum() + self.b[o]
        return out

    def backward(self, grad):
        self.grad_weight = torch.zeros_like(self.w)
        self.grad_bias = torch.zeros_like(self.b)
        gx = torch.zeros_like(self.x)
        for n in range(len(grad)):
            for o in range(grad.shape[1]):
                self.grad_weight[o] += grad[n, o] * self.x[n]
                self.grad_bias[o] += grad[n, o]
                gx[n] += grad[n, o] * self.w[o]
        return gx


class ReLU:
    def __init__(self):
        pass

    def forward(self, x):
        self.on = [v > 0 for v in x.flatten().tolist()]
        out = [v if on else 0.0 for v, on in zip(x.flatten().tolist(), self.on)]
        return torch.tensor(out, dtype=x.dtype).reshape(x.shape)

    def backward(self, grad):
        out = [g if on else 0.0 for g, on in zip(grad.flatten().tolist(), self.on)]
        return torch.tensor(out, dtype=grad.dtype).reshape(grad.shape)


class SoftmaxCrossEntropy:
    def __init__(self):
        pass

    def forward(self, logits, labels):
        self.dtype, self.rows, total = logits.dtype, [], 0.0
        n = logits.shape[0]
        for row, label in zip(logits.double().tolist(), labels.tolist()):
            top = max(row)
            log_z = top + math.log(sum(math.exp(v - top) for v in row))
            total += (log_z - row[label]) / n
            self.rows.append([(math.exp(v - log_z) - (k == label)) / n for k, v in enumerate(row)])
        return torch.tensor(total, dtype=self.dtype)

    def backward(self):
        return torch.tensor(self.rows, dtype=self.dtype)


def backpropagate(layers, loss, x, labels):
    stack = []
    for layer in layers:
        x = layer.forward(x)
        stack.append(layer)
    value, grad = loss.forward(x, labels), loss.backward()
    while stack:
        grad = stack.pop().backward(grad)
    return value, grad
