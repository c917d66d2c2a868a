"""Bias as an extra input; ReLU by sign; the gradients computed at once in forward's terms."""

import torch


def numerical_gradient(f, x, h=1e-6):
    # All moved copies first, then one call each.
    n = x.numel()
    copies = x.reshape(1, n).repeat(2 * n, 1)
    rows = torch.arange(n)
    copies[rows, rows] += h
    copies[n + rows, rows] -= h
    values = torch.stack([f(c.reshape(x.shape)) for c in copies])
    return ((values[:n] - values[n:]) / (2 * h)).reshape(x.shape)


class Linear:
    def __init__(self, weight, bias):
        self.full = torch.cat([weight, bias[:, None]], dim=1)

    def forward(self, x):
        self.x = torch.cat([x, torch.ones_like(x[:, :1])], dim=1) if x.shape[1] else x.new_ones(len(x), 1)
        return self.x.mm(self.full.t())

    def backward(self, grad):
        full = grad.t().mm(self.x)
        self.grad_weight, self.grad_bias = full[:, :-1].clone(), full[:, -1].clone()
        return grad.mm(self.full)[:, :-1]


class ReLU:
    def __init__(self):
        self.gate = None

    def forward(self, x):
        self.gate = torch.heaviside(x, torch.zeros((), dtype=x.dtype))
        return x * self.gate

    def backward(self, grad):
        return self.gate * grad


class SoftmaxCrossEntropy:
    def __init__(self):
        self.saved = ()

    def forward(self, logits, labels):
        # Differences to the label's logit: loss = log(sum exp(difference)).
        differences = logits - logits.gather(1, labels.view(-1, 1))
        self.saved = (logits, labels)
        return torch.logsumexp(differences, dim=1).mean()

    def backward(self):
        logits, labels = self.saved
        shifted = torch.exp(logits - logits.amax(dim=1, keepdim=True))
        p = shifted / shifted.sum(dim=1, keepdim=True)
        classes = torch.arange(logits.shape[1])
        return (p - (labels[:, None] == classes).to(p.dtype)) * (1 / len(labels))


def backpropagate(layers, loss, x, labels):
    activations = [x]
    for layer in layers:
        activations.append(layer.forward(activations[-1]))
    value = loss.forward(activations[-1], labels)
    grads = [loss.backward()]
    for layer in list(layers)[::-1]:
        grads.append(layer.backward(grads[-1]))
    return value, grads[-1]
