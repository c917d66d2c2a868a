"""Train every model of the course by its protocol, and compare them in nats and bits/dim.

    python benchmarks/models.py                       # digits: minutes
    python benchmarks/models.py --data colours        # in colours, as `images` trains
    python benchmarks/models.py --data clothes        # 28 x 28: an hour on a core
    python benchmarks/models.py --data mnist --write  # what could be had, into docs/models.md

One thread, one seed: the handout's. Exact figures are means of -log P(x), nats for an image; a
VAE's is the importance bound. What was written before of other data stays in the page.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import torch
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from autograder.course.config import load_course
from autograder.storage.atomic import write_atomically
from autograder.worker.training import train_by_protocol
from benchmarks.contenders import CONTENDERS, IN_COLOUR, Contender, Rows, free_numbers
from benchmarks.machine import Machine, machine
from benchmarks.pages import with_block
from benchmarks.rows_of_bits import SETS, Bits, NoData
from solutions.density.compare import report

ROOT = Path(__file__).parent.parent
FIGURES, PAGE = ROOT / "docs" / "models.json", ROOT / "docs" / "models.md"
SAMPLES = 16
TRAIN = 1000  # rows that a model was trained on, of which it is asked again
COLUMNS = (
    "model",
    "free numbers",
    "train nats",
    "test nats",
    "bits/dim",
    "s to train",
    "s to draw",
)


@dataclass(frozen=True)
class Figures:
    """What came of one model on one set of data.

    `train` and `test`, nats for an image; `bits`, of test, per pixel; `seconds` of the processor to
    train, and `draw` for SAMPLES images; `exact`, False for an upper bound.
    """

    model: str
    free: int
    train: float
    test: float
    bits: float
    seconds: float
    draw: float
    exact: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """Return it as a row of the table."""
        bound = "" if self.exact else "≤ "
        nats = (f"{bound}{self.train:.2f}", f"{bound}{self.test:.2f}", f"{bound}{self.bits:.3f}")
        return self.model, f"{self.free:,}", *nats, f"{self.seconds:.0f}", f"{self.draw:.2f}"


def figures(one: Contender, data: Bits, parameters: Mapping[str, Any]) -> Figures:
    """Train a model by the protocol of its assignment, and ask it."""
    torch.manual_seed(0)
    model = one.build(data.num_dims, data.side, parameters)
    free = free_numbers(model, data.num_dims)
    start = time.process_time()
    steps, rate = int(one.number(one.steps, parameters)), one.number(one.rate, parameters)
    batch = int(parameters["batch_size"])
    train_by_protocol(model, data.train, one.loss, steps=steps, batch_size=batch, seed=0, lr=rate)
    spent = time.process_time() - start
    with torch.no_grad():
        told = report(model, data.train[:TRAIN], data.test, batch_size=100)
        draw = _drawn(cast(Rows, model))
    return Figures(
        one.name,
        free,
        told["train_nats"],
        told["test_nats"],
        told["bits_per_dim"],
        spent,
        draw,
        one.exact,
    )


def _drawn(model: Rows) -> float:
    start = time.process_time()
    model.sample(SAMPLES)
    return time.process_time() - start


def markdown(found: Sequence[Figures]) -> str:
    """Return figures as a table, the best test figure first."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|--:|--:|--:|--:|--:|--:|"]
    ordered = sorted(found, key=lambda one: one.test)
    return "\n".join([*lines, *(f"| {' | '.join(one.cells)} |" for one in ordered)])


def read() -> dict[str, Any]:
    """Return what was written before, by the name of the data."""
    if not FIGURES.is_file():
        return {}
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def write(name: str, data: Bits, found: Sequence[Figures], on: Machine) -> None:
    """Write the figures of one set of data, and the block of the page that is made of them."""
    whole = {**read(), name: {"machine": asdict(on), "figures": [asdict(one) for one in found]}}
    write_atomically(FIGURES, (json.dumps(whole, indent=1) + "\n").encode())
    about = f"{len(data.train):,} images to train on, {len(data.test):,} held back. {on.said}."
    page = PAGE.read_text(encoding="utf-8")
    page = with_block(page, name, f"{about}\n\n{markdown(found)}")
    write_atomically(PAGE, page.encode())


def shown(data: Bits, found: Sequence[Figures]) -> Table:
    """Return the figures as a table for the terminal."""
    table = Table(*COLUMNS, title=data.name)
    for one in sorted(found, key=lambda one: one.test):
        table.add_row(*one.cells)
    return table


def main() -> None:
    """Train, ask, and print; `--write` into the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", choices=SETS, nargs="+", default=["digits"])
    options.add_argument("--only", nargs="+", help="models, by name", default=[])
    options.add_argument("--write", action="store_true", help="into docs/models.md")
    given = options.parse_args()
    torch.set_num_threads(1)
    course, console = load_course(ROOT), Console()
    for name in given.data:
        try:
            data = SETS[name]()
        except NoData as error:
            console.print(str(error))
            continue
        found = []
        for one in CONTENDERS if data.channels == 1 else IN_COLOUR:
            if given.only and one.name not in given.only:
                continue
            found.append(figures(one, data, course.assignment(one.assignment).parameters))
            console.print(f"{data.name}: {' · '.join(found[-1].cells)}")
        console.print(shown(data, found))
        if given.write:
            write(name, data, found, machine())


if __name__ == "__main__":
    main()
