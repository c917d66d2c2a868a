"""One mistake is one row: of several checks, of several students, and of nobody's but theirs."""

from autograder.grading.substitutes import note_of, noted
from autograder.records.verdict import ExerciseVerdict, Finding, Picture, Verdict
from autograder.report.causes import without_note
from autograder.report.mistakes import Mistake, Mistakes
from autograder.text.i18n import listed, said

ANSWERS = {
    "causal_mask": "masks-causal_mask",
    "channel_mask": "masks-channel_mask",
    "PixelCNN": "stack-PixelCNN",
}
NAMES = ["masks", "stack"]


def found(check: str, message: str, title: str = "It is right", **more: object) -> Finding:
    given = {"outcome": "failed", "weight": 1.0, "visible": True, "title": title}
    return Finding(check, message=message, **{**given, **more})  # type: ignore[arg-type]


def verdict(student: str, **findings: list[Finding]) -> Verdict:
    exercises = tuple(
        ExerciseVerdict(f"pixelcnn/{name}", 0.0, 1.0, tuple(found))
        for name, found in findings.items()
    )
    return Verdict("pixelcnn", student, "graded", 0.0, 2.0, "1", "2", "cpu", {}, 1.0, exercises)


def mistakes(
    *verdicts: Verdict, asked: dict[str, dict[str, set[str]]] | None = None
) -> list[Mistake]:
    gathered = Mistakes(NAMES, ANSWERS)
    for one in verdicts:
        gathered.add(one, asked)
    return list(gathered.all())


def test_checks_that_find_one_wrong_function_are_one_row() -> None:
    picture = Picture(b"png", "a map")
    nine = [
        found("by_hand", "`causal_mask(3)` shows its centre."),
        *(found(f"size_{n}", f"`causal_mask({n})` is another mask.") for n in range(7)),
        found("blind", "It sees what is to come.", "`causal_mask` hides the rest", picture=picture),
    ]
    (one,) = mistakes(verdict("ada", masks=nine))
    assert one.headline == "`causal_mask(3)` shows its centre."
    assert one.students == ("ada",) and one.cells == {"ada": "masks-causal_mask"}
    assert one.picture == picture
    assert [sign.text for sign in one.signs] == ["It is right", "`causal_mask` hides the rest"]


def test_a_function_that_is_wrong_in_a_later_exercise_too_is_one_row() -> None:
    (one,) = mistakes(
        verdict(
            "ada",
            masks=[found("a", "`causal_mask` is wrong.")],
            stack=[found("b", "The layers of `causal_mask` see too much.")],
        )
    )
    assert one.exercise == "masks"


def test_a_function_that_the_reference_stands_in_for_has_no_part_in_it() -> None:
    note = note_of({"causal_mask": "masks", "channel_mask": "masks", "nll": "likelihood"})
    both = verdict(
        "ada",
        masks=[found("a", "`causal_mask` is wrong.")],
        stack=[noted(found("b", "`PixelCNN` leaks. It sees 3 pixels."), note)],
    )
    mask, stack = mistakes(both)
    assert (mask.exercise, stack.headline) == ("masks", "`PixelCNN` leaks. It sees 3 pixels.")
    alone = verdict("bob", stack=[found("b", "`PixelCNN` leaks. It sees 5 pixels.")])
    assert mistakes(both, alone)[0].students == ("ada", "bob")
    assert without_note("Asked with care: `x`.") == "Asked with care: `x`."


def test_what_is_said_of_two_functions_is_one_mistake_and_two_are_two() -> None:
    same = [found("a", "This is the mean: 3."), found("b", "This is the mean: 4.2.")]
    (one,) = mistakes(verdict("ada", masks=same))
    assert one.students == ("ada",)
    other = [found("a", "`causal_mask` is wrong."), found("b", "`channel_mask` has no rows.")]
    assert len(mistakes(verdict("bob", masks=other))) == 2


def test_what_a_check_asked_for_tells_what_a_sentence_does_not() -> None:
    asked = {"masks": {"a": {"causal_mask"}, "b": {"causal_mask", "torch"}, "c": {"channel_mask"}}}
    three = [found("a", "Of 3."), found("b", "Another sentence."), found("c", "A third.")]
    first, second = mistakes(verdict("ada", masks=three), asked=asked)
    assert {first.cells["ada"], second.cells["ada"]} == {
        "masks-causal_mask",
        "masks-channel_mask",
    }


def test_students_of_one_mistake_are_named_in_one_row_and_keep_its_id() -> None:
    def leaks(student: str, number: int) -> Verdict:
        return verdict(student, stack=[found("x", f"`PixelCNN` leaks {number} pixels. Look.")])

    (one,) = mistakes(leaks("ada", 3), leaks("bob", 12), verdict("cy", stack=[]))
    assert one.students == ("ada", "bob")
    (again,) = mistakes(leaks("dora", 5))
    assert again.id == one.id and one.id.startswith("stack-")
    (other,) = mistakes(verdict("eve", stack=[found("x", "`PixelCNN` is slow.")]))
    assert other.id != one.id


def test_what_is_not_written_yet_is_one_row_for_all() -> None:
    def unwritten(name: str, check: str = "a") -> Finding:
        message = listed([said("{subject} is not written yet.", subject=f"`{name}`"), "Line 3."])
        return found(check, message)

    empty = {
        "masks": [
            unwritten("causal_mask"),
            unwritten("causal_mask", "b"),
            unwritten("channel_mask"),
        ],
        "stack": [unwritten("PixelCNN")],
    }
    (one,) = mistakes(verdict("zoe", **empty), verdict("yan", stack=[unwritten("PixelCNN")]))
    assert (one.id, one.exercise) == ("not-written", "masks, stack")
    assert one.cells == {"zoe": "masks-causal_mask", "yan": "stack-PixelCNN"}
    assert {sign.text: sign.students for sign in one.signs}["`PixelCNN`"] == ("zoe", "yan")
