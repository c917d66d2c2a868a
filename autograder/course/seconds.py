"""How long a student's code may take where no course.toml is at hand to say: the self-check's."""

from typing import NamedTuple


class Seconds(NamedTuple):
    """Limits in seconds: of one question or cell, processor time and sleep; of an exercise."""

    call: int = 60
    idle: int = 30
    whole: int = 300


USUAL = Seconds()
