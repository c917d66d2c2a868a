"""Hidden questions about speeds and costs, and what mistakes answer to them."""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

PREFIXES = ("", "kilo", "mega", "giga", "tera", "peta", "exa")
REFUSED = (
    *("100 milliFLOPS", "5 gigabytes", "100", "x FLOPS", "100gigaFLOPS", "FLOPS", "5 giga", ""),
    *("100 gigaflops", "100 GIGAFLOPS"),
)
Asked = dict[str, int | float]


def speed_cases(ctx: Context) -> list[tuple[str, float, str]]:
    """Draw texts of speeds: each with its operations per second and what to look at."""
    found: list[tuple[str, float, str]] = []
    for power, prefix in enumerate(PREFIXES):
        told = said("The prefix {prefix} is missing, or has another power.", prefix=prefix)
        if not prefix:
            told = said("FLOPS without a prefix are 1 each.")
        whole = ctx.between(2, 900)
        found.append((f"{whole} {prefix}FLOPS", whole * 1000.0**power, told))
    told = said("The number is a float, such as 0.5 or 1.25e2.")
    half = ctx.between(1, 9) / 10 + 0.05
    found.append((f"{half:.2f} kiloFLOPS", half * 1e3, told))
    found.append((f"{half:.2f} FLOPS", half, told))
    found.append((f"{half:.2f}e2 teraFLOPS", half * 1e14, told))
    return found


def cost_cases(ctx: Context) -> list[Asked]:
    """Draw what is trained on what: all named, whole numbers, and with what is left out as 1."""
    drawn = {
        "parameters": (1 + float(ctx.rand(1))) * 1e9,
        "tokens": (2 + float(ctx.rand(1))) * 1e10,
        "flops_per_second": (3 + float(ctx.rand(1))) * 1e13,
    }
    machines, watts = ctx.between(3, 90), 0.2 + float(ctx.rand(1))
    share = 0.2 + 0.6 * float(ctx.rand(1))
    return [
        {**drawn, "utilisation": share, "machines": machines, "kilowatts": watts},
        {
            "parameters": ctx.between(10, 99) * 10**6,
            "tokens": ctx.between(10, 99) * 10**8,
            "flops_per_second": ctx.between(2, 9) * 10**12,
            "utilisation": 1,
            "machines": machines,
            "kilowatts": 2,
        },
        dict(drawn),
        {**drawn, "utilisation": share},
        {**drawn, "machines": machines},
        {**drawn, "kilowatts": watts},
    ]


def cost_slips(asked: Asked, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `training_cost` answer."""
    share, machines = asked.get("utilisation", 1.0), asked.get("machines", 1)
    power, other = asked.get("kilowatts", 1.0), float("nan")

    def row(*figures: float) -> Tensor:
        return want * torch.tensor(figures, dtype=torch.float64)

    return {
        "2·N·D is the forward pass; backward costs twice that.": row(1 / 3, other, other, other),
        "A lower utilisation takes longer: divide by it.": row(1, 1, share**2, other),
        "The utilisation is missing.": row(1, 1, share, other),
        "A petaFLOPS-day has nothing to do with the machines, nor with how well they are "
        "used.": row(1, 1 / share, other, other),
        "`days` is the time on all machines together: they share the work.": row(
            1, 1, machines, other
        ),
        "All machines draw power: this is the energy of one.": row(1, 1, 1, 1 / machines),
        "Machines draw power when idle, too: utilisation is no part of it.": row(1, 1, 1, share),
        "The kilowatts that each machine draws are missing.": row(1, 1, 1, 1 / power),
    }


def row_of_costs(found: Mapping[str, float], keys: tuple[str, ...]) -> Tensor:
    """Return the figures of a dictionary in the order of its keys, float64."""
    return torch.tensor([found[key] for key in keys], dtype=torch.float64)
