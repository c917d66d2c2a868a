"""The triangle is cut by hand in pieces; log-odds noise for sampling; vmap for gradients."""

import torch
import torch.nn.functional as F
from torch import nn


class FVSBN(nn.Module):
    def __init__(self, num_dims):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(num_dims, num_dims) / 100)
        self.bias = nn.Parameter(torch.randn(num_dims) / 100)

    def _cut(self):
        i, j = torch.tril_indices(*self.weight.shape, offset=-1)
        cut = torch.zeros_like(self.weight)
        return cut.index_put((i, j), self.weight[i, j])

    def forward(self, x):
        return torch.addmm(self.bias, x, self._cut().t())

    def log_prob(self, x):
        return -F.binary_cross_entropy_with_logits(self(x), x, reduction="none").sum(1)

    def sample(self, num_samples, generator=None):
        # A logistic number below the logit comes as often as a one.
        with torch.inference_mode():
            cut, rows = self._cut(), []
            for i in range(len(self.bias)):
                logit = self.bias[i].expand(num_samples)
                if rows:
                    logit = logit + torch.stack(rows, 1) @ cut[i, :i]
                u = torch.rand(num_samples, generator=generator, dtype=logit.dtype)
                noise = torch.log(u.clamp(min=1e-38)) - torch.log1p(-u)
                rows.append((noise < logit).to(logit.dtype))
            x = torch.stack(rows, 1)
        return x.clone()


def fvsbn_gradient(x, weight, bias):
    def of_row(row):
        def log_prob(weight, bias):
            logit = weight.tril(-1) @ row + bias
            return (row * logit - F.softplus(logit)).sum()

        return torch.func.grad(log_prob, argnums=(0, 1))(weight, bias)

    by_weight, by_bias = torch.func.vmap(of_row)(x)
    return by_weight.mean(0), by_bias.mean(0)


def ascent_step(model, x, learning_rate):
    kept = {name: p.grad for name, p in model.named_parameters()}
    model.zero_grad(set_to_none=True)
    loss = -model.log_prob(x).mean()
    loss.backward()
    with torch.no_grad():
        for name, p in model.named_parameters():
            p -= learning_rate * p.grad
            p.grad = kept[name]
    return -loss.item()
