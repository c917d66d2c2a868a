"""An exercise's findings → HTML for a notebook's output, whole in itself.

No script and no style sheet. Text keeps the colour of the page, so it is readable on light and on
dark; the tint of the bar beside each finding repeats what a symbol and a word say already.

What has no translation stands there in English, and says so by `lang` and `dir`. Code, numbers and
names run from left to right in any text.
"""

import base64
import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from autograder.feedback.standalone import other_language
from autograder.records.result import Result
from autograder.records.verdict import ExerciseVerdict, Finding, Outcome, Picture
from autograder.text.i18n import (
    END,
    ENGLISH,
    ISOLATE,
    Language,
    Told,
    as_said,
    bare,
    listed,
    said,
    said_many,
)
from autograder.text.sanitize import plain

# symbol, word, tint of the bar (3:1 or more against white and against near-black)
_LOOKS: dict[Outcome, tuple[str, str, str]] = {
    "passed": ("✓", said("passed"), "#2e8b57"),
    "failed": ("✗", said("not passed"), "#d0483b"),
    "crashed": ("✗", said("stopped by an error"), "#d0483b"),
    "skipped": ("–", said("not examined"), "#808080"),
    "broken": ("–", said("our own fault, costs no points"), "#808080"),
}

# No fault of ours that is known of: a person has to see what the check broke over.
_OVER_REPLIES = ("–", said("waits for a person, earns nothing until then"), "#808080")

# It passes, but what it is about means nothing, as another check has found.
_VOID = ("○", said("passed, but earns nothing"), "#b8860b")

_CAUSES = {
    "wall_time": said("stopped by an error: it took too long"),
    "cpu_time": said("stopped by an error: it used too much computing time"),
    "idle": said("stopped by an error: it slept or waited for too long"),
    "memory": said("stopped by an error: it used too much memory"),
    "output": said("stopped by an error: it printed or returned too much"),
    "exit": said("stopped by an error: it ended the process"),
    "signal": said("stopped by an error: the process was killed"),
    "protocol": said("stopped by an error: its answer could not be read"),
    "exception": said("stopped by an error: it raised an exception"),
}

_MOST_TITLE, _MOST_MESSAGE = 300, 5_000

_BOX = "margin:.5em 0;padding:.2em .8em;border-inline-start:.3em solid {tint}"
_SMALL = "font-size:.9em;font-style:italic"
# White below it: the picture's text is dark, on a dark page too. formgrader would frame it in red.
_PICTURE = "display:block;max-width:100%;background:#fff;margin:.5em 0;border:0"
_HIDDEN = said("(hidden check)")
_NOTHING = Markup("")
_SCROLLED = Markup('<div class="scroll" tabindex="0">{}</div>')
_CODE = re.compile(r"`([^`\n]+)`")
_ISOLATED = re.compile(f"{ISOLATE}([^{ISOLATE}{END}]*){END}")


def result_html(
    result: Result, max_points: float, language: Language = ENGLISH, anchor: str = ""
) -> Markup:
    """Return the result of one grade cell as HTML: findings, or why there are none."""
    if result.reason:
        return reason_html(result.reason, max_points, language)
    if result.exercise is None:
        return paragraph(result.note, language)
    return findings_html(result.exercise, result.note, (), language, anchor)


def findings_html(
    exercise: ExerciseVerdict,
    note: str = "",
    topics: Sequence[str] = (),
    language: Language = ENGLISH,
    anchor: str = "",
) -> Markup:
    """Return points and findings of one exercise as one self-contained piece of HTML.

    Each picture stands below its finding, with its conclusion in words as alternative text. At
    the end stands `note`, which unfolds to a list of `topics` where there are any. On a page that
    links to findings, they are `<anchor>-1` and so on, and wide pictures scroll by themselves.
    """
    items = _NOTHING.join(
        _item(one, language, f"{anchor}-{number}" if anchor else "")
        for number, one in enumerate(exercise.findings, 1)
    )
    body = Markup('<ul style="{}">{}</ul>').format(_LIST, items)
    if note:
        body += _unfolding(note, topics, language)
    label = said("Result of {exercise}", exercise=exercise.key)
    return _section(label, _headline(exercise), body, language)


def _unfolding(note: str, topics: Sequence[str], language: Language) -> Markup:
    if not topics:
        return _element("p", note, language, _SMALL)
    items = _NOTHING.join(
        _element("li", as_said(topic), language, most=_MOST_TITLE) for topic in topics
    )
    summary = _element("summary", note, language, _SMALL)
    return Markup("<details>{}<ul>{}</ul></details>").format(summary, items)


def findings_text(exercise: ExerciseVerdict, language: Language = ENGLISH) -> str:
    """Return the same as plain text, one line per finding and its message below."""
    lines = [text_of(_headline(exercise), language)]
    for finding in exercise.findings:
        symbol, word, _ = _look_of(finding)
        title = text_of(finding.headline, language, _MOST_TITLE)
        lines.append(f"{symbol} {title} ({text_of(word, language)})")
        if message := _message_of(finding):
            lines.append(f"    {text_of(message, language)}")
    return "\n".join(lines)


def text_of(text: str, language: Language, most: int = _MOST_MESSAGE) -> str:
    """Return one text for a terminal; in lines from right to left, code and English are
    isolated.
    """
    told = language.tell(text)
    if told.direction == "rtl":  # its values are plain already, and its marks are ours
        return re.sub(_CODE, lambda code: f"{ISOLATE}{bare(code[0])}{END}", told.text[:most])
    shown = plain(told.text, most)
    return f"{ISOLATE}{shown}{END}" if language.direction == "rtl" else shown


def _headline(exercise: ExerciseVerdict) -> str:
    passed = sum(finding.outcome == "passed" for finding in exercise.findings)
    checks = said_many(
        "{passed} of {number} checks passed",
        "{passed} of {number} checks passed",
        len(exercise.findings),
        passed=passed,
    )
    if not exercise.max_points:
        return checks
    points, most = f"{exercise.points:g}", f"{exercise.max_points:g}"
    if exercise.kind == "bonus":
        earned = said("{points} of {most} bonus points", points=points, most=most)
    else:
        earned = said("{points} of {most} points", points=points, most=most)
    return listed([earned, checks], " · ")


def reason_html(reason: str, max_points: float, language: Language = ENGLISH) -> Markup:
    """Return why a submission could not be graded at all."""
    nothing = said("{points} of {most} points", points="0", most=f"{max_points:g}")
    box = Markup('<div style="{}">{}</div>')
    body = box.format(_BOX.format(tint="#808080"), message_html(reason, language))
    headline = listed([nothing, said("not graded")], " · ")
    return _section(said("Not graded"), headline, body, language)


_LIST = "list-style:none;margin:0;padding:0"


def _section(label: str, headline: str, body: Markup, language: Language) -> Markup:
    section = Markup('<section lang="{}" dir="{}" aria-label="{}">{}{}</section>')
    first = _element("p", headline, language, "font-weight:bold;margin:.3em 0")
    return section.format(language.code, language.direction, language.word(label), first, body)


def _look_of(finding: Finding) -> tuple[str, str, str]:
    """Return the symbol, the word and the tint of a finding."""
    if finding.void and finding.outcome == "passed":
        return _VOID
    if finding.outcome == "broken" and not finding.earned:
        return _OVER_REPLIES
    return _LOOKS[finding.outcome]


def _message_of(finding: Finding) -> str:
    """Return what was found, and why it earns nothing although it passed."""
    if not finding.void:
        return finding.message
    why = said(
        "It earns nothing, since “{title}” failed: what `{about}` answers means nothing.",
        title=as_said(finding.void),
        about=finding.about,
    )
    return listed([why, finding.message])


def title_html(finding: Finding, language: Language) -> Markup:
    """Return what was asked, as an element of a line."""
    return _element("strong", finding.headline, language, most=_MOST_TITLE)


def message_html(message: str, language: Language) -> Markup:
    """Return what was found, as an element of its own."""
    return _element("div", message, language)


def _item(finding: Finding, language: Language, anchor: str) -> Markup:
    symbol, word, tint = _look_of(finding)
    if finding.cause and finding.outcome == "crashed":
        word = _CAUSES[finding.cause]
    words = [
        Markup('<span aria-hidden="true">{}</span>').format(symbol),
        title_html(finding, language),
        *([] if finding.visible else [_element("span", _HIDDEN, language, _SMALL)]),
        _element("span", word, language, _SMALL),
    ]
    body = Markup(" ").join(words)
    if message := _message_of(finding):
        body += message_html(message, language)
    if finding.picture:
        picture = _picture(finding.picture, language)
        body += _SCROLLED.format(picture) if anchor else picture
    place = Markup(' id="{}"').format(anchor) if anchor else ""
    item = Markup('<li{} data-outcome="{}" style="{}">{}</li>')
    return item.format(place, finding.outcome, _BOX.format(tint=tint), body)


def _picture(picture: Picture, language: Language) -> Markup:
    told = language.tell(picture.alt)
    image = Markup('<img{} style="{}" alt="{}" src="data:image/png;base64,{}">').format(
        other_language(told, language),
        _PICTURE,
        _clip(bare(told.text), _MOST_MESSAGE),
        base64.b64encode(picture.png).decode("ascii"),
    )
    if not picture.caption:
        return image
    caption = _element("figcaption", picture.caption, language, _SMALL)
    return Markup('<figure style="margin:.5em 0">{}{}</figure>').format(image, caption)


def paragraph(text: str, language: Language = ENGLISH) -> Markup:
    """Return one text as a paragraph of HTML that can only be text."""
    return _element("p", text, language)


def _element(
    name: str, text: str, language: Language, style: str = "", most: int = _MOST_MESSAGE
) -> Markup:
    """Return an element of HTML around a text that can only be text."""
    told = language.tell(text)
    other = other_language(told, language)
    look = Markup(' style="{}"').format(style) if style else ""
    return Markup("<{0}{1}{2}>{3}</{0}>").format(name, other, look, _prose(told, most))


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + " … (cut)"


def _prose(told: Told, most: int) -> Markup:
    """Return text as HTML that can only be text; `code` in backquotes is set as code."""
    rtl = told.direction == "rtl"
    kept = f"\n{ISOLATE}{END}" if rtl else "\n"
    shown = "".join(c for c in _clip(told.text, most) if c in kept or c.isprintable())
    code = Markup('<code dir="ltr">{}</code>') if rtl else Markup("<code>{}</code>")
    pieces = re.split(_CODE, shown)  # each second one stood in backquotes
    marked = _NOTHING.join(
        code.format(bare(piece)) if number % 2 else escape(piece)
        for number, piece in enumerate(pieces)
    )
    return _isolated(marked).replace("\n", Markup("<br>"))


def _isolated(text: Markup) -> Markup:
    """Put what stands between two marks into an element; one may stand within another."""
    while found := re.search(_ISOLATED, text):
        inner = Markup('<bdi dir="ltr">{}</bdi>').format(text[slice(*found.span(1))])
        text = text[: found.start()] + inner + text[found.end() :]
    return text.replace(ISOLATE, "").replace(END, "")
