"""`python -m autograder.worker DESCRIPTOR`: the warm process, inside its outer wall."""

import sys

from autograder.worker.zygote import run

run(int(sys.argv[1]))
