"""All attacks, by family."""

from collections.abc import Mapping

from tests.attacks.answering import ANSWERING
from tests.attacks.carrying import BORROWING, CARRYING
from tests.attacks.clocks import CLOCKS, ORACLES
from tests.attacks.comparing import COMPARING
from tests.attacks.flooding import FLOODING
from tests.attacks.forging import FORGING
from tests.attacks.kernels import KERNELS
from tests.attacks.leaving import LEAVING
from tests.attacks.odd import ODD
from tests.attacks.overhearing import OVERHEARING
from tests.attacks.pretending import PLAYED, PRETENDING
from tests.attacks.prying import PRYING
from tests.attacks.raising import ENDING, RAISING
from tests.attacks.record import Attack
from tests.attacks.rummaging import RUMMAGING
from tests.attacks.taking import MESSAGES, TAKING, TRAINING

FAMILIES: Mapping[str, tuple[Attack, ...]] = {
    "forged results": FORGING,
    "fooled comparisons": COMPARING,
    "odd answers": ODD,
    "hostile replies": ANSWERING,
    "hostile exceptions": RAISING,
    "exits, signals and time": ENDING,
    "clocks": CLOCKS,
    "played models as a burden": ORACLES,
    "floods and bombs": FLOODING,
    "prying": PRYING,
    "rummaging": RUMMAGING,
    "overhearing": OVERHEARING,
    "leftovers": LEAVING,
    "right where it is seen": PRETENDING,
    "the played model": PLAYED,
    "the worker taken over": TAKING,
    "the notebook's surroundings": KERNELS,
    "training": TRAINING,
    "messages": MESSAGES,
    "carried out": CARRYING,
    "the reference played": BORROWING,
}
# They meet the wall around the process; the others meet the grader, which is the same for every
# wall, and are tried behind the first one only: `ALL_ATTACKS=1` tries all behind all.
AT_THE_WALL = (
    "forged results",
    "exits, signals and time",
    "clocks",
    "floods and bombs",
    "prying",
    "rummaging",
    "overhearing",
    "leftovers",
    "the worker taken over",
)
ATTACKS = {attack.name: attack for attacks in FAMILIES.values() for attack in attacks}
