"""What course.toml says of single exercises: parameters, training, limits, and slips in them."""

from pathlib import Path

import pytest

from autograder.checking.protocol import Protocol
from autograder.course.config import load_course
from autograder.course.per_exercise import seconds_of_walltime
from autograder.errors import CourseError

COURSE = """
[course]
id = "dgm"
title = "T"
term = "now"
[limits]
call_seconds = 20
cpu_seconds = 100
[assignments.toy]
title = "Toy"
due = 2026-12-01T00:00:00+00:00
[assignments.toy.exercises]
one = 10
two = 10
[assignments.toy.parameters]
"""
CHECKS = """
def question(student, ctx):
    return ctx.parameters["image_size"], ctx.parameters.get("floor", 2), whole(ctx, "num_values")


PUBLISHED = training("ceiling_nats")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    toy = tmp_path / "assignments" / "toy"
    (toy / "checks").mkdir(parents=True)
    (toy / "checks" / "one.py").write_text(CHECKS)
    (toy / "assignment.md.j2").write_text("{{ p.hidden_sizes }} of {{ p['title_of_it'] }}")
    for place in ("one", "two"):
        (tmp_path / "solutions" / "toy").mkdir(parents=True, exist_ok=True)
        (tmp_path / "solutions" / "toy" / f"{place}.py").touch()
    return tmp_path


def load(root: Path, more: str):  # type: ignore[no-untyped-def]
    (root / "course.toml").write_text(COURSE + more, encoding="utf-8")
    return load_course(root)


def test_parameters_may_be_lists_and_truths(root: Path) -> None:
    text = 'hidden_sizes = [32, 0.5]\ntitle_of_it = ["a", "b"]\nfloor = true'
    found = load(root, text).assignment("toy").parameters
    assert found == {"hidden_sizes": [32, 0.5], "title_of_it": ["a", "b"], "floor": True}


@pytest.mark.parametrize("value", ["{ a = 1 }", "[[1]]", "2026-12-01", "[{a = 1}]", "nan", "[inf]"])
def test_other_parameters_are_refused_by_name(root: Path, value: str) -> None:
    with pytest.raises(
        CourseError, match=r"assignments\.toy\.parameters\.floor( is .*)?: should be"
    ):
        load(root, f"floor = {value}")


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("image_siez", "image_size"),
        ("num_valeus", "num_values"),
        ("flor", "floor"),
        ("ceiling_nat", "ceiling_nats"),
    ],
)
def test_a_slip_in_a_parameter_is_refused_with_the_name_that_is_read(
    root: Path, slip: str, meant: str
) -> None:
    with pytest.raises(CourseError, match=rf"parameters\.{slip} .* Did you mean {meant}\?"):
        load(root, f"{slip} = 3")


def test_what_is_read_and_what_is_like_nothing_is_let_be(root: Path) -> None:
    names = ["image_size", "num_values", "floor", "hidden_sizes", "title_of_it", "ceiling_nats"]
    text = "\n".join(f"{name} = 3" for name in names)
    assert load(root, text + "\nimage_sizes = 4").assignment("toy").parameters["image_sizes"] == 4
    assert load(root, "somewhere_else = 3").assignment("toy").parameters == {"somewhere_else": 3}


def test_training_is_a_protocol_of_its_exercise(root: Path) -> None:
    text = "[assignments.toy.training.one]\nsteps = 400\nlearning_rate = 0.01\noptimiser = 'SGD'"
    toy = load(root, text).assignment("toy")
    assert toy.protocol_of("one") == Protocol(400, 64, 0.01, "SGD")
    assert toy.protocol_of("two") is None


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("training.onne]\nsteps = 1", ["training has 'onne'", "Did you mean one?"]),
        ("training.one]\nstep = 1", ["training.one.step", "Did you mean steps?"]),
        ("training.one]\nbatch_size = 1", ["training.one.steps", "missing"]),
        ("training.one]\nsteps = 1\noptimiser = 'Adagrad'", ["optimiser", "'Adam'"]),
        ("training.one]\nsteps = 1\nlearning_rate = 0.0", ["learning_rate", "greater than 0"]),
        ("limits.tow]\ncall_seconds = 1", ["limits has 'tow'", "Did you mean two?"]),
        ("limits.two]\nnotebook_mb = 1", ["limits.two.notebook_mb", "not known"]),
        ("limits.two]\ncall_seconds = 101", ["limits.two", "cpu_seconds is 100", "= 101"]),
        ("limits.two]\ncpu_seconds = 19", ["limits.two", "cpu_seconds is 19", "call_seconds = 20"]),
        ("limits.two]\nidle_seconds = 400", ["limits.two", "idle_seconds = 400"]),
    ],
)
def test_slips_and_contradictions_of_an_exercise_are_named(
    root: Path, table: str, words: list[str]
) -> None:
    with pytest.raises(CourseError) as caught:
        load(root, f"[assignments.toy.{table}")
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cpu_seconds = 100", "cpu_seconds = 10", "[limits]: cpu_seconds is 10"),
        ("cpu_seconds = 100", "cpu_seconds = 25", "idle_seconds = 30"),
        ("[limits]", '[cluster]\nwalltime = "00:01:00"\n[limits]', "[cluster]: walltime"),
    ],
)
def test_a_whole_that_is_less_than_its_part_is_refused(
    root: Path, old: str, new: str, words: str
) -> None:
    (root / "course.toml").write_text(COURSE.replace(old, new), encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        load_course(root)
    assert words in str(caught.value)
    assert "the key " not in str(caught.value)


def test_limits_of_an_exercise_stand_over_those_of_the_course(root: Path) -> None:
    text = "[assignments.toy.limits.two]\ncall_seconds = 90\nmemory_mb = 4096"
    course = load(root, text)
    one, two = (course.limits_of("toy", name) for name in ("one", "two"))
    assert (one.call_seconds, one.memory_mb) == (20, 2048)
    assert (two.call_seconds, two.memory_mb, two.cpu_seconds) == (90, 4096, 100)
    assert course.widest_limits("toy") == two


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 5400),
        ("2:30", 150),
        ("04:00:00", 14400),
        ("1-0", 86400),
        ("1-2:30", 95400),
        ("1-00:00:01", 86401),
        ("x", None),
    ],
)
def test_walltime_is_read_as_slurm_reads_it(text: str, seconds: int | None) -> None:
    assert seconds_of_walltime(text) == seconds
