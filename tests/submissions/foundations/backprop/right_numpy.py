"""NumPy inside."""

import numpy as np
import torch


def numerical_gradient(f, x, h=1e-6):
    x0 = x.numpy()
    out = np.zeros(x0.shape)
    for index in np.ndindex(*x0.shape):
        step = np.zeros(x0.shape)
        step[index] = h
        out[index] = (f(torch.from_numpy(np.array(x0 + step))) - f(torch.from_numpy(np.array(x0 - step)))) / (2 * h)
    return torch.from_numpy(out)


class Linear:
    def __init__(self, weight, bias):
        self.w, self.b = weight.numpy(), bias.numpy()

    def forward(self, x):
        self.x = x.numpy()
        return torch.from_numpy(self.x @ self.w.T + self.b)

    def backward(self, grad):
        g = grad.numpy()
        self.grad_weight = torch.from_numpy(g.T @ self.x)
        self.grad_bias = torch.from_numpy(g.sum(0))
        return torch.from_numpy(g @ self.w)


class ReLU:
    def __init__(self):
        self.on = None

    def forward(self, x):
        a = x.numpy()
        self.on = a > 0
        return torch.from_numpy(np.array(np.where(self.on, a, np.zeros_like(a))))

    def backward(self, grad):
        return torch.from_numpy(np.array(grad.numpy() * self.on))


class SoftmaxCrossEntropy:
    def __init__(self):
        self.p = self.y = None

    def forward(self, logits, labels):
        a = logits.double().numpy()
        a = a - a.max(1, keepdims=True)
        log_p = a - np.log(np.exp(a).sum(1, keepdims=True))
        self.p, self.y, self.dtype = np.exp(log_p), labels.numpy(), logits.dtype
        return torch.tensor(-log_p[np.arange(len(a)), self.y].mean(), dtype=self.dtype)

    def backward(self):
        hot = np.eye(self.p.shape[1])[self.y]
        return torch.from_numpy((self.p - hot) / len(hot)).to(self.dtype)


def backpropagate(layers, loss, x, labels):
    for place in range(len(layers)):
        x = layers[place].forward(x)
    value = loss.forward(x, labels)
    x = loss.backward()
    for place in range(1, len(layers) + 1):
        x = layers[-place].backward(x)
    return value, x
