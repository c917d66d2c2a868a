"""The tales that the handout learns from: they are the grammar's, and their entropy is known."""

import importlib.util
import random
from types import ModuleType

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "sequences"


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_tales", FOLDER / "make_tales.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_file_is_what_its_script_writes(made: ModuleType) -> None:
    teller = made.Teller(random.Random(0))
    want = [" ".join(teller.sentence()) for _ in range(made.COUNT)]
    assert (FOLDER / "tales.txt").read_text(encoding="utf-8").splitlines() == want


def test_the_entropy_is_the_mean_of_what_tales_cost(made: ModuleType) -> None:
    teller = made.Teller(random.Random(1))
    for _ in range(20_000):
        teller.sentence()
    assert teller.nats / 20_000 == pytest.approx(made.entropy(), abs=0.05)


def test_the_handout_says_the_entropy_and_the_shortest_tales_probability(made: ModuleType) -> None:
    template = (FOLDER / "assignment.md.j2").read_text(encoding="utf-8")
    assert f"ENTROPY = len(words), {made.entropy():.4f}" in template
    assert f"**{made.entropy():.2f} nats**" in template


def test_owners_and_things_agree(made: ModuleType) -> None:
    for tale in (FOLDER / "tales.txt").read_text(encoding="utf-8").splitlines():
        words = tale.split()
        who = next(word for word in words if word in made.ROYAL + made.OTHERS)
        assert ("her" in words) == (who in made.HERS) != ("his" in words)
        assert words[-2] in (made.ROYAL_THINGS if who in made.ROYAL else made.THINGS)
