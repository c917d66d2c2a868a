"""nbgrader's exchange: folders `<student>+<assignment>+<time>[+<random>]`, one for each attempt.

As nbgrader's own `submit` names them in `inbound/` (nbgrader/exchange/default/submit.py). The time
is what that name says; `nbgrader collect`, which looks at the files too, is the better way.
"""

import re

from autograder.collecting.files import Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting
from autograder.collecting.times import time_in
from autograder.students.folders import Person
from autograder.students.people import Identity

_NAME = re.compile(
    r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+"
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)(?P<zone> [+-]?\w[\w:/]*)?(?:\+.*)?"
)


def _reads(level: Level, setting: Setting) -> Claims:
    claims: dict[str, tuple[Claim, ...]] = {}
    for name in level.folders:
        found = _NAME.fullmatch(name)
        if found and found["assignment"] != setting.assignment:
            claims[name] = ()  # another one's
        elif found:
            text = f"{found['time']}{found['zone'] or ''}"
            order = time_in(text, setting.zone) or time_in(found["time"], setting.zone)
            claims[name] = (
                Claim(
                    Person(found["student"]),
                    Identity(login=found["student"]),
                    attempt=order.timestamp() if order else 0,
                    stamp=text.encode() if order else b"",
                ),
            )
    return claims


EXCHANGE = Layout("nbgrader's exchange", _reads)
