"""A class for the logistic law and one for the mixture; a generator yields the channels."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass
class Logistic:
    mean: torch.Tensor
    log_scale: torch.Tensor

    def standard(self, y):
        return (y - self.mean) * torch.exp(-self.log_scale)

    def log_below(self, y):
        return F.logsigmoid(self.standard(y))

    def log_above(self, y):
        return F.logsigmoid(-self.standard(y))

    def log_between(self, a, b, width):
        gap = width * torch.exp(-self.log_scale)
        return self.log_below(b) + self.log_above(a) + torch.log(-torch.expm1(-gap))

    def draw(self, generator):
        u = torch.rand(self.mean.shape, generator=generator, dtype=self.mean.dtype)
        return self.mean + self.log_scale.exp() * (u.log() - (-u).log1p())


class Grid:
    def __init__(self, num_values):
        self.top = num_values - 1

    def unit(self, x, like):
        return x.to(like.dtype) / self.top

    def back(self, y):
        return (y * self.top + 0.5).floor().clamp(0, self.top).to(torch.int64)

    def log_prob(self, x, law):
        y, half = self.unit(x, law.mean), 0.5 / self.top
        p = law.log_between(y - half, y + half, 1 / self.top)
        p = p.where(x != 0, law.log_below(y + half))
        return p.where(x != self.top, law.log_above(y - half))


def logistic_log_prob(x, mean, log_scale, num_values=256):
    return Grid(num_values).log_prob(x, Logistic(mean, log_scale))


def channel_means(means, coeffs, x, num_values=256):
    r, g, _ = Grid(num_values).unit(x, means).unsqueeze(1).unbind(2)
    alpha, beta, gamma = coeffs.unbind(2)
    m_r, m_g, m_b = means.unbind(2)
    return torch.stack((m_r, m_g + alpha * r, m_b + beta * r + gamma * g), 2)


class Mixture:
    def __init__(self, logits, means, log_scales, num_values):
        self.logits, self.means, self.log_scales = logits, means, log_scales
        self.grid = Grid(num_values)

    def nll(self, x):
        law = Logistic(self.means, self.log_scales)
        log_p = self.grid.log_prob(x.unsqueeze(1), law).sum(2)
        return -(F.log_softmax(self.logits, 1) + log_p).logsumexp(1).sum((-1, -2))

    def channels(self, coeffs, generator):
        B, K, C, H, W = self.means.shape
        uniform = torch.rand(B, 1, H, W, generator=generator, dtype=torch.float64)
        edges = F.softmax(self.logits.double(), 1).cumsum(1)[:, :-1]
        k = (edges <= uniform).sum(1, keepdim=True)

        def of(t):
            return t.gather(1, k).squeeze(1)

        before = []
        for c in range(C):
            mean = of(self.means[:, :, c])
            if coeffs is not None and c == 1:
                mean = mean + of(coeffs[:, :, 0]) * before[0]
            if coeffs is not None and c == 2:
                mean = mean + of(coeffs[:, :, 1]) * before[0] + of(coeffs[:, :, 2]) * before[1]
            x = self.grid.back(Logistic(mean, of(self.log_scales[:, :, c])).draw(generator))
            before.append(self.grid.unit(x, self.means))
            yield x


def mixture_nll(logits, means, log_scales, x, num_values=256):
    return Mixture(logits, means, log_scales, num_values).nll(x)


@torch.no_grad()
def sample_mixture(logits, means, log_scales, coeffs=None, num_values=256, generator=None):
    mixture = Mixture(logits, means, log_scales, num_values)
    return torch.stack(list(mixture.channels(coeffs, generator)), dim=1)
