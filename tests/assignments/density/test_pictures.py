"""Pictures of `density`: each is drawn of right answers, and shows what is wrong in others."""

import io
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
import torch
from PIL import Image

from autograder.checking.check import Context
from autograder.checking.run import examine
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.loader import checks_for
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

FOLDER = ROOT / "assignments" / "density"
PICTURED = {
    "tables": ("counts_by_hand",),
    "fvsbn": ("ascent_by_hand",),
    "nade": ("logits_by_hand",),
    "made": ("masks_by_hand", "made_shapes"),
    "rnn": ("rnn_shapes",),
    "compare": ("report_by_hand",),
}


@cache
def code(path: Path) -> CodeType:
    return compile(path.read_text(encoding="utf-8"), path.name, "exec")


def asked(exercise: str, check: str, wrong: str = "", **replaced: Any) -> Finding:
    """Ask one visible check of the reference, but for what a submission or a test replaces."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(code(ROOT / "solutions" / "density" / f"{exercise}.py"), names)
    if wrong:
        exec(code(ROOT / "tests" / "submissions" / "density" / exercise / f"{wrong}.py"), names)
    names |= replaced
    [one] = [c for c in checks_for(FOLDER / "checks", exercise) if c.name == check]
    assert one.visible, "a hidden check shows no picture"
    parameters = load_course(ROOT).assignment("density").parameters
    torch.set_num_threads(1)
    return examine(one, Student(LocalTransport(names)), Context(parameters, FOLDER, 7, None))


def words_of(found: Finding) -> tuple[str, str]:
    assert found.picture is not None, found.message
    return found.picture.alt, found.picture.caption


@pytest.mark.parametrize(("exercise", "check"), [(e, c) for e in PICTURED for c in PICTURED[e]])
def test_a_right_answer_has_its_picture(exercise: str, check: str) -> None:
    found = asked(exercise, check)
    assert found.outcome == "passed", found.message
    alt, caption = words_of(found)
    assert found.picture is not None
    image = Image.open(io.BytesIO(found.picture.png))
    assert image.width > 700 and len(found.picture.png) < 30_000
    assert len(alt) > 60 and len(caption) > 60
    assert "×" not in alt and "cross" not in caption, "nothing is wrong, so no mark is explained"


def test_free_numbers_that_are_not_due_bear_crosses() -> None:
    found = asked("tables", "counts_by_hand", "wrong_counts_full_pasts")
    alt, caption = words_of(found)
    assert found.outcome == "failed" and "shorter pasts" in found.message
    assert "Wrong at k = 2" in alt and '"markov"' in alt and "A cross marks" in caption


def test_numbers_beyond_all_floats_are_drawn_at_the_edge() -> None:
    def parameter_counts(num_dims: int, order: int, components: int, num_values: int = 2) -> Any:
        right = {"table": 7, "markov": 5 if order == 1 else 7, "mixture": 7, "fvsbn": 6}
        return right if num_dims == 3 else dict.fromkeys(right, 10**900)

    found = asked("tables", "counts_by_hand", parameter_counts=parameter_counts)
    assert found.outcome == "passed" and "inf" in words_of(found)[0]


def test_weights_listen_to_neighbours_and_a_sample_that_crashes_costs_nothing() -> None:
    alt, _ = words_of(asked("fvsbn", "ascent_by_hand"))
    assert "before (row 4, column 4)" in alt
    assert "(4, 3)" in alt or "(3, 4)" in alt, "the pixels beside it and above it"
    crashing = "wrong_names_of_ones_own"
    assert asked("fvsbn", "ascent_by_hand", crashing).picture is None

    names: dict[str, Any] = {}
    exec(code(ROOT / "solutions" / "density" / "fvsbn.py"), names)

    right: Any = names["FVSBN"]

    class NoSample(right):  # type: ignore[misc]
        def sample(self, *args: Any, **kwargs: Any) -> None:
            raise RuntimeError("not yet")

    found = asked("fvsbn", "ascent_by_hand", FVSBN=NoSample)
    assert found.outcome == "passed" and found.picture is None


@pytest.mark.parametrize("submission", ["quadratic", "triangular", "batched_triangle"])
def test_work_that_rises_is_seen(submission: str) -> None:
    alt, caption = words_of(asked("nade", "logits_by_hand", f"wrong_logits_{submission}"))
    assert "rises from" in alt and "A cross marks work that rises" in caption


@pytest.mark.parametrize(
    "submission", ["cumsum", "growing", "in_place", "prefix_doubling", "row_by_row", "hidden_first"]
)
def test_right_ways_stay_near_the_line(submission: str) -> None:
    found = asked("nade", "logits_by_hand", f"right_{submission}")
    assert found.outcome == "passed" and "stays near" in words_of(found)[0]


def test_a_mask_that_leaks_has_its_path_drawn() -> None:
    found = asked("made", "masks_by_hand", "wrong_masks_output_not_strict")
    alt, caption = words_of(found)
    assert found.outcome == "failed" and "output 1 is reached by input 1" in alt
    assert "The dashed line is a path that leaks" in caption


def test_strict_masks_miss_what_they_may_see() -> None:
    alt, caption = words_of(asked("made", "masks_by_hand", "wrong_masks_strict_everywhere"))
    assert "is not reached by input" in alt and "Hatched" in caption


@pytest.mark.parametrize(
    ("submission", "says"),
    [
        ("masked_once", "output 2 is reached by input 2"),
        ("direct_diagonal", "output 2 is reached by input 2"),
        ("order_ignored", "is reached by input"),
    ],
)
def test_a_model_that_leaks_is_seen_in_its_map(submission: str, says: str) -> None:
    alt, _ = words_of(asked("made", "made_shapes", f"wrong_class_{submission}"))
    assert says in alt


@pytest.mark.parametrize("submission", ["updates_first", "one_late"])
def test_rows_of_logits_show_where_they_part(submission: str) -> None:
    alt, caption = words_of(asked("rnn", "rnn_shapes", f"wrong_class_{submission}"))
    assert "the first difference is in column" in alt and "framed" in caption


def test_figures_of_other_data_stand_apart() -> None:
    alt, caption = words_of(asked("compare", "report_by_hand"))
    assert "NADE with 8,256 free numbers: 0.392 on training data, 0.404 on test data." in alt
    assert "DARN ≤ 84.13" in alt and "PixelCNN 81.30" in alt and "another scale" in caption


def test_a_report_beyond_all_bounds_has_no_picture() -> None:
    names: dict[str, Any] = {}
    exec(code(ROOT / "solutions" / "density" / "compare.py"), names)
    right = names["report"]

    def report(model: Any, train: Any, *args: Any, **kwargs: Any) -> Any:
        found = right(model, train, *args, **kwargs)
        return found if train.shape[1] < 64 else dict.fromkeys(found, float("inf"))

    found = asked("compare", "report_by_hand", report=report)
    assert found.outcome == "passed" and found.picture is None
