"""What a check is: one function that asks the Student, and passes or raises Failed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar, overload

from autograder.checking.context import Context
from autograder.checking.pictured import Draw
from autograder.checking.student import Failed, Student
from autograder.records.verdict import Picture

__all__ = ["Check", "Checks", "Context", "Failed", "Passed", "check", "checks_of"]


@dataclass(frozen=True)
class Passed:
    """What a check may return when a passing answer has something to teach too.

    `picture`, drawn by a function of `autograder.pictures`, stands below a visible check; a hidden
    one shows none. Given as a function, it is drawn where somebody will see it, and left out where
    the student's code does not answer what is drawn of it. `Failed` takes a picture as well.
    `question` is for a person who grades: something odd that costs no points. The student does not
    see it.
    """

    message: str = ""
    picture: Picture | Draw | None = None
    question: str = ""


Question = Callable[[Student, Context], Passed | None]
# Of each name: (student, ctx, name), or what the table holds for the name.
QuestionOfEach = Callable[[Student, Context, Any], Passed | None]


@dataclass(frozen=True)
class Check:
    """One question to a submission; `title` is what the student reads.

    `false_alarm` bounds the probability, over all course secrets, that a right answer fails.
    `draws` names the stream of its random numbers. For the rest see `Decorator`.
    """

    name: str
    title: str
    question: Question
    weight: float
    visible: bool
    after: tuple[str, ...]
    false_alarm: float = 0.0
    draws: str = ""
    about: str = ""
    essential: bool = False
    form: bool = False


@dataclass(frozen=True)
class Checks:
    """The checks that `check.each` has made, one for each name; `checks["causal"]` is one."""

    by_name: Mapping[str, Check]

    def __getitem__(self, name: str) -> Check:
        return self.by_name[name]

    def __iter__(self) -> Iterator[Check]:
        return iter(self.by_name.values())


After = Check | Checks | Sequence[Check | Checks]
Entry = TypeVar("Entry")


class Decorator:
    """Makes checks of functions: one by `@check`, one for each name by `@check.each`."""

    @overload
    def __call__(self, question: Question, /) -> Check: ...
    @overload
    def __call__(
        self,
        question: None = None,
        /,
        *,
        weight: float = 1.0,
        visible: bool = False,
        after: After = (),
        false_alarm: float = 0.0,
        draws: str = "",
        about: str = "",
        essential: bool = False,
        form: bool = False,
    ) -> Callable[[Question], Check]: ...

    def __call__(
        self,
        question: Question | None = None,
        /,
        *,
        weight: float = 1.0,
        visible: bool = False,
        after: After = (),
        false_alarm: float = 0.0,
        draws: str = "",
        about: str = "",
        essential: bool = False,
        form: bool = False,
    ) -> Check | Callable[[Question], Check]:
        """Make a function `(student, ctx)` a check; the first line of its docstring is its title.

        Args: `weight`, its share of the exercise's points; `visible`, whether students have it,
        too; `after`, checks without which it is skipped; `false_alarm`, for a check that decides by
        a statistic, a bound on the probability that a right answer fails, with its reason in a
        comment; `draws`, a name for the stream of its random numbers: another name, other
        numbers. `about`, which of the student's names it is about. When an `essential` check fails,
        that name's answers mean nothing: all others about it earn nothing, but those on its `form`,
        such as a shape or an error that it raises. All have defaults, so `@check` alone makes a
        hidden check of weight 1. Raises ValueError without a docstring, and where it is essential
        and about nothing.
        """

        def decorate(question: Question) -> Check:
            name, rests_on = question.__name__, tuple(one.name for one in _each_of(after))
            title, means = _title(question), _meaning(name, about, essential, form)
            given = weight, visible, rests_on, false_alarm, draws
            return Check(name, title, question, *given, *means)

        return decorate if question is None else decorate(question)

    def each(
        self,
        names: Sequence[str] | Mapping[str, Any],
        *,
        titles: Sequence[str] | Mapping[str, str] | None = None,
        weight: float | Sequence[float] | Mapping[str, float] = 1.0,
        visible: bool = False,
        after: After = (),
        false_alarm: float = 0.0,
        draws: str = "",
        about: str = "{entry}",
        essential: bool = False,
        form: bool = False,
    ) -> Callable[[QuestionOfEach], Checks]:
        """Make a function `(student, ctx, name)` one check for each name, `<name>_<function>`.

        Args: `names`, or a table whose entries are handed over in place of the names; `titles` and
        `weight`, in the order of the names, or by name. Without `titles` the first line of the
        docstring is the title of each, with the name in place of `{name}`, as in `draws`, and its
        entry, if that is text, in place of `{entry}`, as in `about`. Where `after` holds another
        `each` that has the same name, a check rests on that name's alone. Raises ValueError where a
        name has no title or no weight.
        """

        def decorate(question: QuestionOfEach) -> Checks:
            own = titles if titles is not None else _filled(_title(question), names)
            heads: dict[str, str] = _by_name(names, own, f"titles of {question.__name__}")
            weights = _by_name(names, weight, f"weight of {question.__name__}")
            subjects = _filled(about, names)
            made = {
                name: Check(
                    f"{name}_{question.__name__}",
                    heads[name],
                    _Asking(question, names[name] if isinstance(names, Mapping) else name),
                    weights[name],
                    visible,
                    tuple(one.name for one in _each_of(after, name)),
                    false_alarm,
                    draws.replace("{name}", name),
                    *_meaning(question.__name__, subjects[name], essential, form),
                )
                for name in names
            }
            return Checks(MappingProxyType(made))

        return decorate


check = Decorator()


@dataclass(frozen=True)
class _Asking:
    """A question of `check.each`, with what its table holds for one name."""

    question: QuestionOfEach
    entry: Any

    def __call__(self, student: Student, ctx: Context) -> Passed | None:
        return self.question(student, ctx, self.entry)


def _title(question: Callable[..., Any]) -> str:
    """Return the first line of a question's docstring."""
    if not question.__doc__:
        name = question.__name__
        raise ValueError(f"check {name} needs a docstring: its first line is its title")
    return question.__doc__.strip().splitlines()[0]


def _meaning(check: str, about: str, essential: bool, form: bool) -> tuple[str, bool, bool]:
    """Return what a check says of meaning; raises ValueError where that makes no sense."""
    if essential and (form or not about):
        raise ValueError(
            f"the check {check} is essential: say in `about` which name's answers mean nothing "
            f"when it fails, and leave `form` out"
        )
    return about, essential, form


def _filled(title: str, names: Sequence[str] | Mapping[str, Any]) -> dict[str, str]:
    table = names if isinstance(names, Mapping) else {}
    entries = {name: one for name, one in table.items() if isinstance(one, str)}
    return {
        name: title.replace("{name}", name).replace("{entry}", entries.get(name, name))
        for name in names
    }


def _by_name(
    names: Sequence[str] | Mapping[str, Any],
    given: Entry | Sequence[Entry] | Mapping[str, Entry],
    what: str,
) -> dict[str, Entry]:
    """Return what belongs to each name: by its key, by its place, or one thing for all."""
    if isinstance(given, Mapping):
        found = {name: given[name] for name in names if name in given}
    elif isinstance(given, Sequence) and not isinstance(given, str):
        found = dict(zip(names, given, strict=False)) if len(given) == len(names) else {}
    else:
        found = dict.fromkeys(names, given)
    if len(found) != len(names):
        raise ValueError(f"the {what} must be as many as its names: {', '.join(names)}")
    return found


def _each_of(after: After, name: str = "") -> Iterator[Check]:
    """Return the checks that are rested on; of another `each`, where it can be, the name's own."""
    if isinstance(after, Check):
        yield after
    elif isinstance(after, Checks):
        yield from [after[name]] if name in after.by_name else after
    else:
        for one in after:
            yield from _each_of(one, name)


def checks_of(module: ModuleType) -> tuple[Check, ...]:
    """Return the checks of an exercise's module in the order in which they stand there.

    Those of several `check.each` over the same names, one right after the other, come name by name:
    all that is asked of the first, then all of the second. Raises ValueError when two have one
    name, and when a visible check rests on a hidden one: visible ones are asked first, where no
    hidden input has been seen, and that it was skipped would tell what is hidden.
    """
    held = [value for value in vars(module).values() if isinstance(value, Check | Checks)]
    checks = tuple(_name_by_name(held))
    hidden = {check.name for check in checks if not check.visible}
    for place, check in enumerate(checks):
        if check.name in {other.name for other in checks[:place]}:
            raise ValueError(f"two checks are called {check.name}: rename one of them.")
        basis = next((name for name in check.after if check.visible and name in hidden), "")
        if basis:
            raise ValueError(
                f"the visible check {check.name} rests on {basis}, which is hidden. "
                f"Make {basis} visible or {check.name} hidden, or take {basis} out of its `after`."
            )
    return checks


def _name_by_name(held: Sequence[Check | Checks]) -> Iterator[Check]:
    for names, group in groupby(held, lambda one: isinstance(one, Checks) and tuple(one.by_name)):
        if names is False:
            yield from (one for one in group if isinstance(one, Check))
        else:
            tables = [one for one in group if isinstance(one, Checks)]
            yield from (table[name] for name in names for table in tables)
