"""What a run of grading is asked, and who does it: sandbox, device, processes or a cluster."""

from dataclasses import dataclass
from pathlib import Path

from autograder.course.config import Course
from autograder.grading.batch import EventsOf, job_count
from autograder.grading.grader import Session
from autograder.parallel.dask.choice import Cluster, cluster_of
from autograder.parallel.pool import events_of
from autograder.runs.run import Run
from autograder.sandbox.walls import settled_device


@dataclass(frozen=True)
class GradeOptions:
    """What `autograder grade` is asked; None and 0 leave it to course.toml.

    `cluster` is None for the processes of this machine, "" for the cluster of course.toml.
    """

    course: Path
    assignment: str
    submitted: Path | None = None
    student: str = "*"
    jobs: int = 0
    device: str | None = None
    sandbox: str | None = None
    verdicts: Path | None = None
    no_gradebook: bool = False
    regrade: bool = False
    quiet: bool = False
    json: bool = False
    cluster: str | None = None


@dataclass(frozen=True)
class Share:
    """How many submissions are graded at once, and by whom."""

    jobs: int
    events_of: EventsOf


def session_of(run: Run, options: GradeOptions) -> tuple[Session, Share]:
    """Return what is graded in which sandbox, on which device and by whom; raises
    AutograderError.
    """
    course, device, sandbox = run.course, run.device, run.sandbox
    if options.cluster is None:
        device = settled_device(device, sandbox)
        share = Share(job_count(options.jobs, course, device), events_of)
        elsewhere = False
    else:
        cluster = cluster_of(course, options.cluster, device, sandbox)
        device, elsewhere = cluster.device, cluster.kind != "local"
        share = Share(_workers(course, cluster, options.jobs), cluster.events_of)
    regrade = options.regrade
    session = Session(course.root, options.assignment, sandbox, device, regrade, "", elsewhere)
    return session, share


def _workers(course: Course, cluster: Cluster, asked: int) -> int:
    count = cluster.workers(asked)
    return job_count(count, course, cluster.device) if cluster.kind == "local" else count
