"""forward leaves a closure behind that knows how to go back."""

import torch
import torch.nn.functional as F


def numerical_gradient(f, x, h=1e-6):
    moves = h * torch.eye(x.numel(), dtype=x.dtype)
    slopes = [(f(x + m.view(x.shape)) - f(x - m.view(x.shape))) / (2 * h) for m in moves]
    return torch.stack(slopes).view(x.shape) if slopes else torch.zeros_like(x)


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        def back(grad):
            self.grad_weight = torch.einsum("bo,bi->oi", grad, x)
            self.grad_bias = torch.einsum("bo->o", grad)
            return torch.einsum("bo,oi->bi", grad, self.weight)

        self.back = back
        return F.linear(x, self.weight, self.bias)

    def backward(self, grad):
        return self.back(grad)


class ReLU:
    def __init__(self):
        self.back = None

    def forward(self, x):
        self.back = lambda grad: grad.masked_fill(x <= 0, 0)
        return F.relu(x)

    def backward(self, grad):
        return self.back(grad)


class SoftmaxCrossEntropy:
    def __init__(self):
        self.back = None

    def forward(self, logits, labels):
        one_hot = F.one_hot(labels, logits.shape[1]).to(logits.dtype)
        self.back = lambda: (torch.softmax(logits, 1) - one_hot) / logits.shape[0]
        return F.cross_entropy(logits, labels)

    def backward(self):
        return self.back()


def backpropagate(layers, loss, x, labels):
    stack = []
    for layer in layers:
        x = layer.forward(x)
        stack.append(layer)
    value = loss.forward(x, labels)
    grad = loss.backward()
    while stack:
        grad = stack.pop().backward(grad)
    return value, grad
