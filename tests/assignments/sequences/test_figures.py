"""The drawn figures: as their script draws them, with the numbers that the text has."""

import importlib.util
import re
from pathlib import Path

import pytest
import torch

from tests.conftest import ROOT

FOLDER = ROOT / "assignments" / "sequences"
NAMES = ("shift", "attention", "bridge", "lstm", "stack", "beam")


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_is_what_its_script_draws(name: str, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("figures", FOLDER / "make_figures.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["FIGURES"] = tmp_path
    getattr(module, name)()
    drawn = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
    assert drawn == (FOLDER / "figures" / f"{name}.svg").read_text(encoding="utf-8")
    assert "<title>" in drawn


def test_the_weights_in_the_drawing_are_a_softmax_and_give_its_context() -> None:
    drawn = (FOLDER / "figures" / "attention.svg").read_text(encoding="utf-8")
    weights = torch.tensor([2.0, 1, 0]).softmax(0)
    assert re.findall(r">(0\.\d{3})<", drawn) == [f"{weight:.3f}" for weight in weights.tolist()]
    assert f">{weights @ torch.tensor([10.0, 20, 40]):.1f}<" in drawn


def test_the_products_in_the_tree_are_right_and_greedy_is_not_the_best() -> None:
    drawn = (FOLDER / "figures" / "beam.svg").read_text(encoding="utf-8")
    found = re.findall(r">([\d.]+) · ([\d.]+) = ([\d.]+)<", drawn)
    assert len(found) == 4
    for first, second, product in found:
        assert float(first) * float(second) == pytest.approx(float(product))
    shares = [float(product) for *_, product in found]
    assert sum(shares) == pytest.approx(1) and shares[2] == max(shares) > shares[0]
