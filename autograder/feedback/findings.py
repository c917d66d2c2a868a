"""An exercise's findings → HTML for a notebook's output, whole in itself.

No script and no style sheet. Text keeps the colour of the page, so it is readable on light and on
dark; the tint of the bar beside each finding repeats what a symbol and a word say already.
"""

import base64
import re
from collections.abc import Sequence
from html import escape

from autograder.plain import plain
from autograder.verdict import ExerciseVerdict, Finding, Outcome

# symbol, word, tint of the bar (3:1 or more against white and against near-black)
_LOOKS: dict[Outcome, tuple[str, str, str]] = {
    "passed": ("✓", "passed", "#2e8b57"),
    "failed": ("✗", "not passed", "#d0483b"),
    "crashed": ("✗", "stopped by an error", "#d0483b"),
    "skipped": ("–", "not examined", "#808080"),
    "broken": ("–", "our own fault, costs no points", "#808080"),
}

_CAUSES = {
    "wall_time": "it took too long",
    "cpu_time": "it used too much computing time",
    "memory": "it used too much memory",
    "output": "it printed or returned too much",
    "exit": "it ended the process",
    "signal": "the process was killed",
    "protocol": "its answer could not be read",
    "exception": "it raised an exception",
}

_MOST_TITLE, _MOST_MESSAGE = 300, 2000

_BOX = "margin:.5em 0;padding:.2em .8em;border-left:.3em solid {tint}"
_SMALL = "font-size:.9em;font-style:italic"
# White below it: the picture's text is dark, on a dark page too.
_PICTURE = "display:block;max-width:100%;background:#fff;margin:.5em 0"


def findings_html(exercise: ExerciseVerdict, note: str = "", topics: Sequence[str] = ()) -> str:
    """Give points and findings of one exercise as one self-contained piece of HTML.

    Each picture stands below its finding, with its conclusion in words as alternative text. At
    the end stands `note`, which unfolds to a list of `topics` where there are any.
    """
    items = "".join(_item(finding) for finding in exercise.findings)
    body = f'<ul style="{_LIST}">{items}</ul>'
    if note:
        body += _unfolding(note, topics)
    return _section(f"Result of {exercise.key}", _headline(exercise), body)


def _unfolding(note: str, topics: Sequence[str]) -> str:
    if not topics:
        return f'<p style="{_SMALL}">{_prose(note)}</p>'
    items = "".join(f"<li>{_prose(_clip(topic, _MOST_TITLE))}</li>" for topic in topics)
    summary = f'<summary style="{_SMALL}">{_prose(note)}</summary>'
    return f"<details>{summary}<ul>{items}</ul></details>"


def findings_text(exercise: ExerciseVerdict) -> str:
    """Give the same as plain text, one line per finding and its message below."""
    lines = [_headline(exercise)]
    for finding in exercise.findings:
        symbol, word, _ = _LOOKS[finding.outcome]
        lines.append(f"{symbol} {plain(finding.title, _MOST_TITLE)} ({word})")
        if finding.message:
            lines.append(f"    {plain(finding.message, _MOST_MESSAGE)}")
    return "\n".join(lines)


def _headline(exercise: ExerciseVerdict) -> str:
    passed = sum(finding.outcome == "passed" for finding in exercise.findings)
    checks = f"{passed} of {len(exercise.findings)} checks passed"
    if not exercise.max_points:
        return checks
    return f"{exercise.points:g} of {exercise.max_points:g} points · {checks}"


def reason_html(reason: str, max_points: float) -> str:
    """Give why a submission could not be graded at all."""
    headline = f"0 of {max_points:g} points · not graded"
    box = f'data-outcome="rejected" style="{_BOX.format(tint="#808080")}"'
    text = _prose(_clip(reason, _MOST_MESSAGE))
    return _section("Not graded", headline, f"<div {box}>{text}</div>")


_LIST = "list-style:none;margin:0;padding:0"


def _section(label: str, headline: str, body: str) -> str:
    return (
        f'<section aria-label="{escape(label)}">'
        f'<p style="font-weight:bold;margin:.3em 0">{escape(headline)}</p>{body}</section>'
    )


def _item(finding: Finding) -> str:
    symbol, word, tint = _LOOKS[finding.outcome]
    if finding.cause and finding.outcome == "crashed":
        word = f"{word}: {_CAUSES[finding.cause]}"
    hidden = "" if finding.visible else f' <span style="{_SMALL}">(hidden check)</span>'
    title = _prose(_clip(finding.title, _MOST_TITLE))
    parts = [
        f'<span aria-hidden="true">{symbol}</span> <strong>{title}</strong>{hidden} '
        f'<span style="{_SMALL}">{escape(word)}</span>'
    ]
    if finding.message:
        parts.append(f"<div>{_prose(_clip(finding.message, _MOST_MESSAGE))}</div>")
    if finding.picture:
        alt = escape(_clip(finding.picture.alt, _MOST_MESSAGE))
        data = base64.b64encode(finding.picture.png).decode("ascii")
        parts.append(f'<img style="{_PICTURE}" alt="{alt}" src="data:image/png;base64,{data}">')
    # by data-outcome the feedback page finds what to look at first
    box = _BOX.format(tint=tint)
    return f'<li data-outcome="{finding.outcome}" style="{box}">{"".join(parts)}</li>'


def _clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + " … (cut)"


def _prose(text: str) -> str:
    """Give text as HTML that can only be text; `code` in backquotes is set as code."""
    plain = "".join(c for c in text if c == "\n" or c.isprintable())
    marked = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escape(plain))
    return marked.replace("\n", "<br>")
