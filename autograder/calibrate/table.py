"""What `autograder calibrate` prints: a table for each class, and lines for course.toml."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from autograder.calibrate.file import Costs
from autograder.calibrate.proposal import Measured, Proposal, Spread


def print_all(
    measured: Sequence[Measured], proposed: Sequence[Proposal], costs: Costs, name: str
) -> None:
    """Print the numbers of an assignment, nats of a held-back datum and seconds of CPU."""
    console = Console(file=sys.stdout)
    for each in measured:
        console.print(_table(each))
    print(f"[assignments.{name}.parameters]")
    for proposal in proposed:
        if proposal.value is None:
            print(f"# {proposal.parameter}: no proposal, {proposal.why}")
        else:
            print(f"{proposal.parameter} = {proposal.value:.6g}  # {proposal.why}")
    print(
        f"One submission costs {costs.whole:.0f} CPU s to grade (the reference), the dearest known "
        f"in every exercise {costs.most:.0f}."
    )


def _table(each: Measured) -> Table:
    table = Table("submission", title=f"{each.one.exercise}: {each.one.name}")
    for title in ("mean", "sd", "worst", "CPU s"):
        table.add_column(title, justify="right")
    for one in each.spreads:
        table.add_row(one.name, *_numbers(one))
    table.add_row("independent entries", "", "", f"{each.independent:.2f}", "")
    return table


def _numbers(one: Spread) -> list[str]:
    if one.error:
        return [one.error, "", "", ""]
    return [f"{number:.2f}" for number in (one.mean, one.sd, one.worst, one.cpu_seconds)]
