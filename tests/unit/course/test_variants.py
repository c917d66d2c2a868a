"""Parameters that are drawn: what course.toml may say of them, and who has which."""

import json
from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest

from autograder.course.config import Course
from autograder.course.draw import drawn, mark_of, variant_of
from autograder.course.variants import FEWEST, OneOf, key_from, variants_of
from autograder.course.whose import course_for, draw_path, each_variant, letter_of
from autograder.errors import CourseError
from tests.support.toycourse import COURSE, make_course
from tests.support.varied import DRAWN, SECRET

NAMES = ("a", "b", "c")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setenv("AUTOGRADER_SECRET", SECRET)
    return make_course(tmp_path, course=DRAWN)


def loaded(root: Path, parameters: str, variants: str = "") -> Course:
    text = COURSE.split("[assignments.toy.parameters]")[0]
    made = f"{text}[assignments.toy.parameters]\n{dedent(parameters)}\n{variants}"
    return make_course(root, course=made)


def drawn_by(course: Course, content: object) -> Course:
    place = draw_path(course, "toy")
    place.parent.mkdir(exist_ok=True)
    place.write_text(content if isinstance(content, str) else json.dumps(content))
    return course


def test_an_assignment_without_a_draw_has_no_variants(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    toy = course.assignment("toy")
    assert toy.variants == () and toy.variant == "" and toy.parameters == {"size": 7}
    assert letter_of(course, "toy", "ada") == ""  # also where there is no secret
    assert list(each_variant(course, "toy")) == [("", course)]


def test_each_value_is_a_variant_and_the_first_stands_for_all(course: Course) -> None:
    toy = course.assignment("toy")
    assert [(one.name, one.drawn, one.told) for one in toy.variants] == [
        ("a", {"size": 7}, "size = 7"),
        ("b", {"size": 8}, "size = 8"),
        ("c", {"size": 9}, "size = 9"),
    ]
    assert toy.parameters == {"size": 7, "shift": 4}
    own = {
        letter: each.assignment("toy").parameters for letter, each in each_variant(course, "toy")
    }
    assert own == {n: {"size": s, "shift": 4} for n, s in zip(NAMES, (7, 8, 9), strict=True)}


def test_independent_draws_multiply_and_followers_do_not(tmp_path: Path) -> None:
    course = loaded(
        tmp_path,
        """
        size = { one_of = [3, 5] }
        ceiling = { one_of = [20.0, 19.0], with = "size" }
        kind = { one_of = ["A", "B", "C"] }
        steps = 10
        """,
    )
    found = course.assignment("toy").variants
    assert [one.name for one in found] == list("abcdef")
    assert [one.drawn["ceiling"] for one in found] == [20.0] * 3 + [19.0] * 3
    assert found[4].told == 'size = 5, kind = "B"'  # what follows is decided by these
    assert course.as_variant("toy", "e").assignment("toy").parameters == {
        "size": 5,
        "ceiling": 19.0,
        "kind": "B",
        "steps": 10,
    }


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("size = { one_of = [3] }", "two values or more"),
        ("size = { one_of = 3 }", "or a table such as { one_of"),
        ("size = { of = [3, 5] }", "or a table such as { one_of"),
        ("size = { one_of = [3, 5], of = 1 }", "or a table such as { one_of"),
        ("size = { one_of = [3, 5, 3] }", "a value twice"),
        ("size = { one_of = [3, inf] }", "a finite number"),
        ("size = { one_of = [3, { one_of = [4, 5] }] }", "a number, a text, true or false"),
        ('size = { one_of = [3, 5], with = "kind" }', "follows 'kind', which is no parameter"),
        (
            'size = { one_of = [3, 5] }\nkind = { one_of = [1, 2, 3], with = "size" }',
            "kind has 3 values and size, which it follows, has 2",
        ),
        (
            'size = { one_of = [3, 5] }\nkind = { one_of = [1, 2], with = "size" }\n'
            'last = { one_of = [1, 2], with = "kind" }',
            "follows 'kind', which is no parameter",
        ),
        (
            "size = { one_of = [1, 2, 3, 4, 5, 6] }\nkind = { one_of = [1, 2, 3, 4, 5] }",
            "size and kind make 30 variants, and 26 are the most",
        ),
    ],
)
def test_a_draw_that_cannot_be_meant_is_refused(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(CourseError, match=r"assignments\.toy") as refused:
        loaded(tmp_path, line)
    assert words in str(refused.value)


@pytest.mark.parametrize("name", ["image_size", "num_values", "channels"])
def test_what_images_are_made_ready_by_is_not_drawn(tmp_path: Path, name: str) -> None:
    data = '[assignments.toy.data]\nset = "images.npz"\n'
    with pytest.raises(CourseError, match=f"{name} is drawn, and the table data makes"):
        loaded(tmp_path, f"{name} = {{ one_of = [8, 12] }}", data)
    assert loaded(tmp_path / "bare", f"{name} = {{ one_of = [8, 12] }}").assignment("toy").variants


def test_a_misspelt_parameter_is_still_told(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"the key assignments\.toy\.parameter is not known"):
        make_course(tmp_path, course=COURSE.replace("toy.parameters", "toy.parameter"))


def now(course: Course) -> dict[str, str]:
    return {one.name: one.told for one in course.assignment("toy").variants}


def test_a_student_can_be_given_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", SECRET)
    table = '[assignments.toy.variants]\nada = "b"\n"Bela K" = "a"\n'
    course = loaded(tmp_path, "size = { one_of = [7, 8, 9] }", table)
    drawn_by(course, {"key": "k", "variants": now(course)})
    assert letter_of(course, "toy", "ada") == letter_of(course, "toy", "ADA ") == "b"
    assert course_for(course, "toy", "Bela K").assignment("toy").parameters == {"size": 7}


@pytest.mark.parametrize(
    ("line", "words"),
    [("size = 7", "nothing is drawn here"), ("size = { one_of = [1, 2] }", "there are a, b")],
)
def test_a_variant_that_is_none_cannot_be_given(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(CourseError, match=words):
        loaded(tmp_path, line, '[assignments.toy.variants]\nada = "d"\n')


def test_the_draw_is_even_and_the_same_for_every_spelling() -> None:
    counts = Counter(drawn("key", f"student{number}", NAMES) for number in range(3000))
    assert all(900 < counts[name] < 1100 for name in NAMES)  # five standard deviations are 129
    for one in ("jose\u0301", " Jos\u00e9", "JOS\u00c9 "):
        assert drawn("key", one, NAMES) == drawn("key", "jos\u00e9", NAMES)
    assert variant_of("key", "ada", NAMES, {mark_of("key", " Ada"): "c"}) == "c"


def test_the_draw_follows_the_secret_and_not_the_other_assignment() -> None:
    one, other = (key_from(secret.encode(), "toy") for secret in (SECRET, f"{SECRET}!"))
    assert len({one, other, key_from(SECRET.encode(), "next")}) == 3
    assert SECRET not in one
    students = [f"student{number}" for number in range(200)]
    assert [drawn(one, s, NAMES) for s in students] != [drawn(other, s, NAMES) for s in students]


def test_a_secret_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(CourseError, match="has 19 characters"):
        key_from(b"x" * (FEWEST - 1), "toy")


def test_what_was_drawn_counts_whatever_the_secret_is_now(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_by(course, {"key": "what was drawn by", "variants": now(course)})
    before = [letter_of(course, "toy", f"student{n}") for n in range(20)]
    monkeypatch.setenv("AUTOGRADER_SECRET", "another secret of a term")
    assert [letter_of(course, "toy", f"student{n}") for n in range(20)] == before
    assert set(before) == set(NAMES)


def test_nobody_is_drawn_before_the_first_build(course: Course) -> None:
    with pytest.raises(CourseError, match="nobody knows which variant is whose"):
        letter_of(course, "toy", "ada")


@pytest.mark.parametrize(
    "content", ["{", "[]", {"key": None, "variants": {}}, {"key": ""}, {"key": "k", "variants": []}]
)
def test_a_damaged_draw_is_told_and_never_made_anew(course: Course, content: object) -> None:
    drawn_by(course, content)
    with pytest.raises(CourseError, match="which variant is whose: restore it"):
        letter_of(course, "toy", "ada")


def test_one_student_in_two_spellings_is_refused(tmp_path: Path) -> None:
    table = '[assignments.toy.variants]\nAda = "a"\nada = "b"\n'
    with pytest.raises(CourseError, match="'Ada' and 'ada', which are one student"):
        loaded(tmp_path, "size = { one_of = [7, 8] }", table)


def test_millions_of_variants_are_refused_at_once(tmp_path: Path) -> None:
    lines = "\n".join(f"p{n} = {{ one_of = {list(range(100))} }}" for n in range(10))
    with pytest.raises(CourseError, match="make 100000000000000000000 variants"):
        loaded(tmp_path, lines)


def test_a_notebook_must_not_be_called_as_what_lays_out(tmp_path: Path) -> None:
    text = DRAWN.replace("due =", 'notebooks = ["start"]\ndue =')
    with pytest.raises(CourseError, match="notebooks has 'start'"):
        make_course(tmp_path, course=text)


def test_any_letters_are_told_as_they_are(tmp_path: Path) -> None:
    course = loaded(tmp_path, 'word = { one_of = ["č`", "א"] }')
    assert [one.told for one in course.assignment("toy").variants] == [
        'word = "č\'"',
        'word = "א"',
    ]


def test_two_variants_have_other_hashes(course: Course) -> None:
    tables = {
        letter: json.dumps(each.assignment("toy").parameters)
        for letter, each in each_variant(course, "toy")
    }
    assert len(set(tables.values())) == 3
    assert variants_of({"size": OneOf((1, 2))})[1].drawn == {"size": 2}
