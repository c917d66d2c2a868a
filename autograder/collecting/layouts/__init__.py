"""The layouts that `collect` knows; design/0010-collect.md says how one is chosen."""

from autograder.collecting.layouts.autolab import AUTOLAB
from autograder.collecting.layouts.blackboard import BLACKBOARD
from autograder.collecting.layouts.brightspace import BRIGHTSPACE
from autograder.collecting.layouts.canvas import CANVAS
from autograder.collecting.layouts.codegrade import CODEGRADE
from autograder.collecting.layouts.exchange import EXCHANGE
from autograder.collecting.layouts.gradescope import GRADESCOPE
from autograder.collecting.layouts.moodle import MOODLE
from autograder.collecting.layouts.nbgrader import NBGRADER
from autograder.collecting.layouts.repositories import REPOSITORIES
from autograder.collecting.layouts.sakai import SAKAI

__all__ = ["LAYOUTS", "TREES"]

# A level is of the one that knows most names on it; of the first where several know as many.
LAYOUTS = (CANVAS, MOODLE, GRADESCOPE, SAKAI, BRIGHTSPACE, BLACKBOARD, AUTOLAB, CODEGRADE, EXCHANGE)

# What is looked for where none of these knows a name.
TREES = (NBGRADER, REPOSITORIES)
