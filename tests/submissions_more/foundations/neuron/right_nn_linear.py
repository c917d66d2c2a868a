"""A torch.nn.Linear as the neuron, the fit by centring."""

import torch
from torch import nn


class Neuron(nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.linear = nn.Linear(w.numel(), 1, dtype=w.dtype)
        with torch.no_grad():
            self.linear.weight.copy_(w[None, :])
            self.linear.bias.copy_(b[None])

    def forward(self, x):
        return self.linear(x)[:, 0]

    def state(self):
        return self.linear.weight.detach()[0].clone(), self.linear.bias.detach()[0].clone()


def predict(x, w, b):
    with torch.no_grad():
        return Neuron(w, b)(x)


def loss_and_gradient(x, y, w, b):
    neuron = Neuron(w, b)
    loss = nn.MSELoss()(neuron(x), y)
    loss.backward()
    return loss.detach(), neuron.linear.weight.grad[0], neuron.linear.bias.grad[0]


def descend(x, y, w, b, learning_rate, steps):
    neuron = Neuron(w, b)
    rows = []
    for t in range(steps + 1):
        neuron.zero_grad(set_to_none=True)
        loss = ((neuron(x) - y) ** 2).mean()
        loss.backward()
        rows.append((*neuron.state(), loss.detach()))
        with torch.no_grad():
            for p in neuron.parameters():
                p -= learning_rate * p.grad
    ws, bs, losses = zip(*rows)
    return torch.stack(ws), torch.stack(bs), torch.stack(losses)


def rate_limit(x):
    with torch.no_grad():
        n, d = x.shape
        top = torch.cat([x.T @ x, x.sum(0)[:, None]], dim=1)
        low = torch.cat([x.sum(0), x.new_tensor([float(n)])])[None]
        gram = torch.cat([top, low]) / n
        values, _ = torch.linalg.eigh(gram)
        return 1 / values[-1]


def best_fit(x, y):
    # The best bias makes the mean residual 0, so the weights fit the centred data.
    x64, y64 = x.double(), y.double()
    mx, my = x64.mean(0), y64.mean()
    w = torch.linalg.lstsq(x64 - mx, (y64 - my)[:, None], driver="gelsd").solution[:, 0]
    return w.to(x.dtype), (my - mx @ w).to(x.dtype)
