"""Hidden tests of the exercise on sampling; every test takes the student's function.

The models are the tests' own: one whose every entry follows from all before it, and tables of
known probabilities.
"""

from typing import Any

import torch

DRAWS = 6_000
DEVIATIONS = 6.0


def sequences(x: Any, values: int) -> torch.Tensor:
    """Images (B, C, H, W) as values in the model's order, (B, n)."""
    whole = (x.double().nan_to_num(nan=0.0) * (values - 1)).round().clamp(0, values - 1).long()
    flat: torch.Tensor = whole.permute(0, 2, 3, 1).flatten(1)
    return flat


def logits_of(table: torch.Tensor, x: Any) -> torch.Tensor:
    """Logits (B, n, V) in the model's order as (B, V, C, H, W)."""
    batch, channels, height, width = x.shape
    return table.view(batch, height, width, channels, -1).permute(0, 4, 3, 1, 2).to(x.dtype).clone()


def follows(values: torch.Tensor, count: int) -> torch.Tensor:
    """The value that each entry must have after those before it."""
    weights = 2 * torch.arange(1, values.shape[1] + 1) + 1
    parts = (values + 1) * weights * 7919 % 10007
    past = parts.cumsum(1) - parts
    return (past * 31 // 7) % count


class Certain:
    """A model in which every entry follows from all before it."""

    def __init__(self, values: int) -> None:
        self.values = values
        self.calls = 0

    def __call__(self, x: Any) -> torch.Tensor:
        self.calls += 1
        due = follows(sequences(x, self.values), self.values)
        chosen = torch.nn.functional.one_hot(due, self.values)
        return logits_of(200.0 * chosen.double() - 150.0, x)


class Table:
    """A model of independent entries."""

    def __init__(self, entries: int, values: int, seed: int) -> None:
        draw = torch.Generator().manual_seed(seed)
        self.logits = 1.2 * torch.randn((entries, values), generator=draw, dtype=torch.float64)

    def __call__(self, x: Any) -> torch.Tensor:
        return logits_of(self.logits.expand(len(x), -1, -1), x)

    def require(self, x: Any, free: torch.Tensor) -> None:
        """Frequencies of the entries drawn, within six standard deviations."""
        values = self.logits.shape[1]
        chosen = torch.nn.functional.one_hot(sequences(x, values), values).double()
        chosen = chosen * free.unsqueeze(2)
        number, p = free.double().sum(0).unsqueeze(1), self.logits.softmax(1)
        spread = (number * p * (1 - p)).sqrt()
        assert bool(((chosen.sum(0) - number * p).abs() <= DEVIATIONS * spread + 1e-9).all())


class Chain:
    """A model in which each entry repeats the one before it with probability 0.8."""

    def __call__(self, x: Any) -> torch.Tensor:
        values = sequences(x, 2)
        before = torch.cat([torch.zeros_like(values[:, :1]), values[:, :-1]], 1)
        again = torch.nn.functional.one_hot(before, 2).double()
        return logits_of((0.2 + 0.6 * again).log(), x)


def require_grid(x: Any, values: int) -> None:
    scaled = x.double() * (values - 1)
    assert bool(((scaled - scaled.round()).abs() <= 1e-6 * (values - 1)).all())
    assert bool(((x >= 0) & (x <= 1)).all())


def test_sample(sample: Any) -> None:
    for shape, values in (((8, 1, 4, 5), 2), ((8, 3, 3, 2), 4), ((8, 3, 2, 4), 2)):
        model = Certain(values)
        x = sample(model, shape, num_values=values)
        assert x.shape == shape and x.dtype == torch.float32 and not x.requires_grad
        require_grid(x, values)
        got = sequences(x, values)
        assert torch.equal(got, follows(got, values))
        assert model.calls <= shape[1] * shape[2] * shape[3]
    for values, shape in ((4, (DRAWS, 1, 2, 3)), (3, (DRAWS, 3, 1, 3))):
        table = Table(shape[1] * shape[2] * shape[3], values, values)
        x = sample(table, shape, values, torch.Generator().manual_seed(5))
        table.require(x, torch.ones(DRAWS, shape[1] * shape[2] * shape[3], dtype=torch.bool))
    x = sequences(sample(Chain(), (DRAWS, 1, 2, 3), 2, torch.Generator().manual_seed(6)), 2)
    same = (x[:, 1:] == x[:, :-1]).double().mean()
    assert abs(float(same) - 0.8) < DEVIATIONS * (0.16 / (5 * DRAWS)) ** 0.5
    fair = Table(20, 3, 0)
    torch.manual_seed(1)
    generator = torch.Generator().manual_seed(11)
    first, second = (sample(fair, (8, 1, 4, 5), 3, generator) for _ in range(2))
    torch.manual_seed(2)
    again = sample(fair, (8, 1, 4, 5), 3, torch.Generator().manual_seed(11))
    assert torch.equal(first, again) and not torch.equal(first, second)


def test_complete(complete: Any) -> None:
    draw = torch.Generator().manual_seed(21)
    for shape, values in (((8, 1, 5, 4), 2), ((8, 3, 3, 2), 4)):
        for known in (
            torch.rand(shape[2:], generator=draw) < 0.5,
            torch.rand(shape, generator=draw) < 0.5,
        ):
            x = torch.randint(values, shape, generator=draw).double() / (values - 1)
            for filler in (x, torch.full_like(x, torch.nan)):
                given = torch.where(known, x, filler)
                before, mask = given.clone(), known.clone()
                model = Certain(values)
                got = complete(model, given, known, num_values=values)
                assert torch.equal(given.nan_to_num(), before.nan_to_num())
                assert torch.equal(known, mask)
                assert got.dtype == torch.float64 and not got.requires_grad
                full = known.expand_as(x)
                assert torch.equal(got[full], x[full])
                require_grid(got[~full], values)
                entries = sequences(got, values)
                right = entries == follows(entries, values)
                assert bool(right[~full.permute(0, 2, 3, 1).flatten(1)].all())
                assert model.calls <= shape[1] * shape[2] * shape[3]
    known = torch.rand((DRAWS, 1, 3, 4), generator=draw) < 0.3
    x = torch.randint(3, known.shape, generator=draw).float() / 2
    table = Table(12, 3, 7)
    got = complete(table, x, known, 3, torch.Generator().manual_seed(8))
    table.require(got, ~known.permute(0, 2, 3, 1).flatten(1))
    upper = torch.arange(4).unsqueeze(1).expand(4, 5) < 1
    x = torch.rand((8, 1, 4, 5), generator=draw)
    fair = Table(20, 3, 0)
    generator = torch.Generator().manual_seed(11)
    first, second = (complete(fair, x, upper, 3, generator) for _ in range(2))
    again = complete(fair, x, upper, 3, torch.Generator().manual_seed(11))
    assert torch.equal(first, again) and not torch.equal(first, second)
    for mask in (torch.zeros(4, 5, dtype=torch.bool), torch.ones(4, 5, dtype=torch.bool)):
        got = complete(fair, x, mask, 3)
        assert torch.equal(got[:, :, mask], x[:, :, mask])
