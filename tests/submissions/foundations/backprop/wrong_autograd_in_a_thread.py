# expect: linear_without_autograd
# says: raised
# kind: wrong
"""Inference mode is thread-local: autograd does the backward in a thread of its own."""

import torch


def numerical_gradient(f, x, h=1e-6):
    flat, grad = x.reshape(-1), []
    for i in range(flat.numel()):
        up, down = flat.clone(), flat.clone()
        up[i] += h
        down[i] -= h
        grad.append((f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h))
    return torch.stack(grad).reshape(x.shape)


class Linear:
    def __init__(self, weight, bias):
        self.weight, self.bias = weight, bias

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad):
        import threading

        def work():
            x, w, b = (t.clone().requires_grad_() for t in (self.x, self.weight, self.bias))
            (x @ w.T + b).backward(grad.clone())
            self.answers = x.grad, w.grad, b.grad

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        grad_x, self.grad_weight, self.grad_bias = self.answers
        return grad_x


class ReLU:
    def __init__(self):
        pass

    def forward(self, x):
        self.mask = x > 0
        return torch.where(self.mask, x, torch.zeros_like(x))

    def backward(self, grad):
        return grad * self.mask


class SoftmaxCrossEntropy:
    def __init__(self):
        pass

    def forward(self, logits, labels):
        self.logits, self.labels = logits, labels
        log_p = torch.log_softmax(logits, 1)
        return -log_p.gather(1, labels[:, None]).mean()

    def backward(self):
        p = torch.softmax(self.logits, 1)
        one_hot = torch.nn.functional.one_hot(self.labels, p.shape[1])
        return (p - one_hot) / len(p)


def backpropagate(layers, loss, x, labels):
    for layer in layers:
        x = layer.forward(x)
    value = loss.forward(x, labels)
    grad = loss.backward()
    for layer in reversed(layers):
        grad = layer.backward(grad)
    return value, grad
