"""Findings in the course's language: whole, with code from left to right, English where it must."""

import pickle
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from bs4 import BeautifulSoup

from autograder.checking.check import Context, check
from autograder.checking.run import examine_all
from autograder.checking.student import Failed, Student
from autograder.course.config import load_course
from autograder.course.options import Limits
from autograder.diagnosis.raised import of_output
from autograder.errors import CourseError
from autograder.feedback.findings import findings_html, findings_text, reason_html
from autograder.gradebook.status import Receipts
from autograder.handout.template import source_notebook
from autograder.records.verdict import ExerciseVerdict, Finding, Picture
from autograder.sandbox import crashes as blame
from autograder.sandbox.process import Ending
from autograder.selfcheck.cells import LANGUAGE_VARIABLE, self_check
from autograder.selfcheck.local import LocalTransport
from autograder.text.i18n import (
    END,
    ENGLISH,
    ISOLATE,
    Said,
    as_said,
    language_of,
    languages,
    listed,
    quoted,
    said,
    said_many,
)
from tests.conftest import ROOT
from tests.support.checked import asked, findings, reference, stubs, submissions
from tests.support.toycourse import COURSE, HANDOUT, make_course
from tools.translations import catalogues, domains, messages

CODES = ("cs", "he")
CATALOGUES = load_course(ROOT).catalogues
HEBREW, CZECH = language_of("he", CATALOGUES), language_of("cs", CATALOGUES)
DOMAINS = {path: domain for domain in domains() for path in catalogues(domain)}
FILES = {path: catalogue for domain in domains() for path, catalogue in catalogues(domain).items()}
PICTURE = Picture(b"png", "An alt.", "A caption.")
FINDING = Finding("one", "A title of nobody", "failed", 1.0, "A message.", True)


# What is asked of all wrong masks takes seconds: not in every process.
one_process = pytest.mark.xdist_group("i18n")


@pytest.fixture(scope="module")
def masks() -> list[Finding]:
    """Return what students read of wrong and unwritten masks, each sentence once."""
    found = [asked("masks", known.source) for known in submissions("masks", right=False)]
    found += [findings("masks", stubs("masks")), findings("masks", reference())]
    every = [finding for one in found for finding in one.values()]
    return list({(str(f.title), str(f.message)): f for f in every}.values())


# What the sandbox says

ERRORS = (
    "NoGradient",
    "Missing",
    "NotData",
    "NotImplementedError",
    "TooLarge",
    "MemoryError",
    "ZeroDivisionError",
    "OfTheirOwn",
)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"op": "call", "name": "first"},
    {"op": "call", "method": "__call__"},
    {"op": "vjp", "method": "forward"},
    {"op": "train", "loss": "categorical", "steps": 400, "batch_size": 64},
    {"op": "train", "loss": "log_prob", "steps": 400, "batch_size": 64},
    *({"op": op} for op in ("cell", "state", "load_state", "mode", "seed", "generator")),
    *({"op": op} for op in ("network", "tensor", "sequential", "learning")),
)
ENDINGS = (
    Ending("ended", 3, 0.0),
    Ending("ended", -9, 0.0, out_of_memory=True),
    Ending("ended", -9, 1e4),
    Ending("ended", -11, 0.0),
    None,
)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_crash_in_the_sandbox_is_told_in_the_courses_language(
    question: dict[str, Any], code: str
) -> None:
    limits = Limits()
    errors = [{"kind": kind, "text": "some text", "where": "cell 3"} for kind in ERRORS]
    errors.append({"kind": "RuntimeError", "text": "CUDA out of memory", "where": ""})
    crashes = [blame.of_error(error, question, limits) for error in errors]
    crashes += [blame.of_ending(ending, question, limits) for ending in ENDINGS]
    crashes += [blame.of_limit(limit, question, limits) for limit in ("cpu", "idle", "whole")]
    crashes += [of_output(question)]
    told = [
        language_of(code, CATALOGUES).tell(listed([one.message, one.detail])) for one in crashes
    ]
    assert [one for one in told if one.code != code] == []
    assert len({one.text for one in told}) >= 13


# The catalogues


def test_the_catalogues_are_those_that_are_told_of() -> None:
    assert languages() == ("cs", "en", "he")
    assert [path.parts[-3] for path in FILES] == len(domains()) * list(CODES)
    assert languages(load_course(ROOT).catalogues) == languages()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.stem}-{path.parts[-3]}")
@pytest.mark.slow
def test_what_a_catalogue_translates_is_said_and_compiled(path: Path) -> None:
    catalog = FILES[path]
    remedy = "run: python tools/translations.py"
    translated = {one: told for one, told in texts_of(catalog).items() if any(told)}
    assert (
        len(translated) > 100 and translated.keys() <= texts_of(messages(DOMAINS[path])).keys()
    ), remedy
    with path.with_suffix(".mo").open("rb") as file:
        assert texts_of(read_mo(file)) == translated, remedy
    assert not [m.id for m in catalog if m.fuzzy]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.stem}-{path.parts[-3]}")
def test_a_translation_keeps_placeholders_and_code(path: Path) -> None:
    for message in FILES[path]:
        english = forms(message.id)[0]
        for form in filter(None, forms(message.string)) if message.id else ():
            assert fields(form) == fields(english), form
            assert sorted(re.findall("`[^`]+`", form)) == sorted(re.findall("`[^`]+`", english))
            assert form.count(ISOLATE) == form.count(END)
            assert form.endswith((".", ":", "?")) == english.endswith((".", ":", "?")), form


def texts_of(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return each text, or both forms of it, with all forms of its translation."""
    return {forms(m.id): forms(m.string) for m in catalog if m.id}


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


# The findings of one exercise


@pytest.mark.parametrize("code", CODES)
@pytest.mark.slow
@one_process
def test_every_finding_on_masks_is_wholly_translated(masks: list[Finding], code: str) -> None:
    language = language_of(code, CATALOGUES)
    assert len(masks) > 60 and any(f.picture for f in masks)
    for finding in masks:
        pictured = (finding.picture.alt, finding.picture.caption) if finding.picture else ()
        for english in filter(None, (as_said(finding.title), finding.message, *pictured)):
            told = language.tell(english)
            assert told.code == code, english
            assert not re.search(r"[{}]", told.text), told.text
            for sentence in sentences(english):
                assert sentence not in told.text


def sentences(english: str) -> list[str]:
    """Return what is English in a text: runs of words without code, numbers and names."""
    prose = re.sub(r"`[^`]+`|\[.*?\]|\w+[_(]\S*", "|", english)
    return [run.strip() for run in re.findall(r"[A-Za-z' ]{15,}", prose)]


@pytest.mark.slow
def test_every_message_on_likelihood_is_translated() -> None:
    known = submissions("likelihood", right=False)
    found = [f for one in known for f in asked("likelihood", one.source).values()]
    messages = {f.message for f in found if f.message} | {as_said(f.title) for f in found}
    assert len(messages) > 60
    for code in CODES:
        told = [(language_of(code, CATALOGUES).tell(message).code, message) for message in messages]
        assert [message for got, message in told if got != code] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.slow
@one_process
def test_what_surrounds_findings_is_translated(masks: list[Finding], code: str) -> None:
    exercise = ExerciseVerdict("pixelcnn/masks", 3.0, 20.0, tuple(masks))
    language = language_of(code, CATALOGUES)
    page = findings_html(exercise, language=language) + reason_html(said("passed"), 3, language)
    assert 'lang="en"' not in page
    for words in ("passed", "checks", "points", "examined", "hidden check", "graded", "Result"):
        assert words not in seen(page)
        assert words in seen(findings_html(exercise) + reason_html("", 3))


def seen(page: str) -> str:
    """Return what is read on a page, or read out."""
    soup = BeautifulSoup(page, "html.parser")
    labels = [str(one["aria-label"]) for one in soup.select("section")]
    return "\n".join([soup.get_text(), *labels])


@pytest.mark.slow
@one_process
def test_hebrew_runs_from_right_to_left_and_code_does_not(masks: list[Finding]) -> None:
    exercise = ExerciseVerdict("pixelcnn/masks", 3.0, 20.0, tuple(masks))
    page = findings_html(exercise, language=HEBREW)
    assert page.startswith('<section lang="he" dir="rtl"')
    assert "border-inline-start" in page and "border-left" not in page
    assert page.count('<code dir="ltr">') == page.count("<code")
    assert '<bdi dir="ltr">[[0, 1, 0]' in page
    assert ISOLATE not in page and END not in page
    soup = BeautifulSoup(page, "html.parser")
    for element in soup.select("[dir=ltr]"):
        element.replace_with("|")
    # names of the field, which Hebrew texts write so
    names = {"float", "vertical", "horizontal", "stack", "ValueError"}
    assert set(re.findall(r"[A-Za-z_]{3,}", soup.get_text())) <= names


@pytest.mark.slow
@one_process
def test_a_terminal_gets_isolates_around_code(masks: list[Finding]) -> None:
    exercise = ExerciseVerdict("pixelcnn/masks", 3.0, 20.0, tuple(masks))
    text = findings_text(exercise, HEBREW)
    for line in text.splitlines():
        assert line.count(ISOLATE) == line.count(END)
    assert f'{ISOLATE}`causal_mask(3, "A")`{END}' in text
    assert ISOLATE not in findings_text(exercise, CZECH) + findings_text(exercise)


# What has no translation, and what strangers wrote


def test_what_nobody_has_translated_is_english_and_says_so() -> None:
    exercise = ExerciseVerdict("toy/one", 0.0, 1.0, (replace(FINDING, picture=PICTURE),))
    page = findings_html(exercise, language=HEBREW)
    assert '<strong lang="en" dir="ltr">A title of nobody</strong>' in page
    assert '<div lang="en" dir="ltr">A message.</div>' in page
    assert '<figcaption lang="en" dir="ltr"' in page and '<img lang="en" dir="ltr"' in page
    assert f"{ISOLATE}A message.{END}" in findings_text(exercise, HEBREW)


def test_a_message_is_in_one_language() -> None:
    known = said("Masks are float32.")
    assert HEBREW.tell(known).code == "he"
    assert HEBREW.tell(listed([known, "Of another exercise."])).code == "en"
    assert HEBREW.tell(listed([known, said("This is said nowhere else, so unknown.")])).code == "en"
    assert HEBREW.tell(listed([known, "", quoted("IndexError: 3")])).code == "he"
    assert HEBREW.tell(as_said("")).text == ""


def test_a_language_without_catalogue_is_english() -> None:
    assert language_of("fr") == language_of("en") == ENGLISH
    assert language_of("he-IL").direction == "rtl" and language_of("he-IL").tell(
        said("passed")
    ) == replace(HEBREW.tell(said("passed")), code="he-IL")


@pytest.mark.parametrize("code", ["en", *CODES])
def test_what_a_students_code_says_turns_no_line_round(code: str) -> None:
    evil = "\u202e\u2067<b>\x1b[31m" + END * 3
    message = said("`{call}`: {mistake}", call=evil, mistake=quoted(f"{{call}}{evil}"))
    exercise = ExerciseVerdict("toy/one", 0.0, 1.0, (replace(FINDING, message=message),))
    language = language_of(code, CATALOGUES)
    shown = findings_html(exercise, language=language) + findings_text(exercise, language)
    assert not set("\u202e\u2067\x1b") & set(shown)
    assert "&lt;b&gt;" in shown and shown.count(ISOLATE) == shown.count(END)
    assert "{call}" in shown


def test_a_number_chooses_the_form() -> None:
    texts = [
        CZECH.word(
            said_many("{places}, and {number} more", "{places}, and {number} more", n, places="x")
        )
        for n in (1, 2, 5)
    ]
    assert texts == ["x a 1 další", "x a 2 další", "x a 5 dalších"]
    one, many = (said_many("{number} mask", "{number} masks", n) for n in (1, 2))
    assert (one, many) == ("1 mask", "2 masks")


# Verdicts keep how it was said


@pytest.mark.slow
@one_process
def test_a_recipe_survives_files_and_processes(masks: list[Finding]) -> None:
    finding = next(f for f in masks if f.picture)
    for again in (Finding.from_json(finding.to_json()), pickle.loads(pickle.dumps(finding))):
        assert again == finding
        assert isinstance(again.message, Said) and isinstance(finding.message, Said)
        assert again.message.recipe == finding.message.recipe
        assert again.picture and HEBREW.tell(again.picture.alt).code == "he"
    assert "message_recipe" not in finding.to_json(pictures=False)


def test_hidden_checks_keep_no_recipe_of_what_was_seen() -> None:
    @check()
    def hidden(student: Student, ctx: Context) -> None:
        """Hidden"""
        raise Failed(
            said("Masks are float32."), detail=said("It returned {dtype}.", dtype="SECRET")
        )

    ctx = Context({}, Path(), 0)
    (found,) = examine_all([hidden], lambda: Student(LocalTransport({})), lambda _: ctx)
    assert "SECRET" not in str(found.to_json()) and HEBREW.tell(found.message).code == "he"


def test_another_language_is_recorded_anew(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    Receipts(course, "toy").write("ada", "key")
    assert Receipts(course, "toy").holds("ada", "key")
    (tmp_path / "course.toml").write_text(COURSE.replace("[course]", '[course]\nlanguage = "he"'))
    assert not Receipts(load_course(tmp_path), "toy").holds("ada", "key")


# The course, its handouts and self-checks


def in_hebrew(root: Path, handout: str = "") -> Path:
    make_course(root, course=COURSE.replace("[course]", '[course]\nlanguage = "he"'))
    if handout:
        (root / "assignments/toy/assignment.he.md.j2").write_text(handout, encoding="utf-8")
    return root


def test_a_handout_in_the_courses_language_is_taken(tmp_path: Path) -> None:
    title = '<div dir="{{ direction }}">\n\n# תרגיל, {{ language }}, {{ due }}\n\n</div>\n'
    root = in_hebrew(tmp_path, title + HANDOUT.partition("\n")[2])
    cells = source_notebook(load_course(root), "toy").cells
    assert '<div dir="rtl">' in cells[0].source
    assert "# תרגיל, he, 1 במרץ 2027, 12:00 UTC" in cells[0].source
    sources = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert "self_check(\"toy/masks\", globals(), language='he', size=7)" in sources
    assert "Nothing to write" not in sources and "# אין מה לכתוב כאן" in sources
    assert ISOLATE not in sources
    for cell in cells:
        if "self_check(" in cell.source:
            compile(cell.source, "cell", "exec")


def test_without_one_the_handout_is_the_default(tmp_path: Path) -> None:
    first = source_notebook(load_course(in_hebrew(tmp_path)), "toy").cells[0].source
    assert first.startswith("# A toy, Spring 2027")


def test_a_language_that_nothing_is_written_in_is_refused(tmp_path: Path) -> None:
    text = COURSE.replace("[course]", '[course]\nlanguage = "cz"')
    make_course(tmp_path)
    (tmp_path / "course.toml").write_text(text)
    with pytest.raises(CourseError, match=r"'cz'.*cs, en, he"):
        load_course(tmp_path)
    (tmp_path / "assignments/toy/assignment.cz.md.j2").write_text(HANDOUT)
    assert load_course(tmp_path).language is ENGLISH


def test_a_parameter_named_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="language is a name"):
        make_course(tmp_path, course=COURSE + "language = 1\n")


def test_a_self_check_speaks_the_language_of_the_handout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "release" / "pixelcnn")
    names = stubs("masks")
    in_czech = self_check("pixelcnn/masks", names, language="cs")
    assert "splněné kontroly: 0 z 6" in repr(in_czech)
    assert "9 dalších kontrol" in repr(in_czech) and 'lang="cs"' in in_czech.to_html()
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    assert "0 of 6 checks passed" in repr(self_check("pixelcnn/masks", names, language="cs"))
