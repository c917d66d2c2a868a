"""Dask workers in jobs of Slurm, asked for and given back by one run of grading."""

import logging
import math
import shlex
import shutil
import time
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dask_jobqueue.slurm import SLURMCluster, SLURMJob
from distributed import Client
from distributed.deploy.spec import ProcessInterface

from autograder.course.tables import ClusterOptions
from autograder.errors import SandboxGone
from autograder.parallel.dask.base import Way
from autograder.parallel.dask.connection import as_environment, begun_here, quietly
from autograder.parallel.worker import uninterrupted

DEATH_SECONDS = 60  # after which a worker that never met its scheduler gives its job back
GRACE_SECONDS = 10  # in which the nanny of a lost worker may begin it again


class _Job(SLURMJob):
    """A job whose refusal by Slurm is heard of."""

    def __init__(self, *arguments: Any, refusals: list[str], unsent: str, **options: Any) -> None:
        super().__init__(*arguments, **options)  # type: ignore[no-untyped-call]
        # sbatch sends the whole environment to the job, and keeps it where Slurm keeps its state.
        self.submit_command = f"env --unset={shlex.quote(unsent)} sbatch"
        self._refusals = refusals

    async def start(self) -> None:
        """Submit the job; a refusal is kept for who asks, since Dask would tell nobody."""
        try:
            await super().start()  # type: ignore[no-untyped-call]
        except (OSError, RuntimeError, ValueError) as error:
            self._refusals.append(str(error))
            await ProcessInterface.start(self)


class _Cluster(SLURMCluster):
    job_cls = _Job  # type: ignore[assignment]  # it is declared as one class, and used as any


@dataclass
class SlurmJobs:
    """Workers in jobs; a job that was ended, as at its time limit, is asked for again."""

    client: Any
    cluster: Any
    most: int
    resources: dict[str, float]
    refusals: list[str]
    jobs: int
    _met: set[str] = field(default_factory=set)
    _missed: dict[str, float] = field(default_factory=dict)

    def tend(self, present: Set[str]) -> None:
        """Ask for a new job in place of one whose workers were here and are gone."""
        if self.refusals:
            raise SandboxGone(
                f"Slurm does not accept the job of a worker: {_last_line(self.refusals[0])}. Fix "
                f"[cluster] of course.toml."
            )
        now = time.monotonic()
        gone: list[str] = []
        for job in map(str, self.cluster.worker_spec):
            if job in present or any(name.startswith(f"{job}-") for name in present):
                self._met.add(job)
                self._missed.pop(job, None)
            elif job in self._met and now - self._missed.setdefault(job, now) > GRACE_SECONDS:
                gone.append(job)
        if gone:
            self._met -= set(gone)
            self.cluster.sync(self.cluster.scale_down, gone)
            self.cluster.scale(jobs=self.jobs)

    def absence(self) -> str:
        """Say where Slurm tells why its jobs do not run."""
        return (
            "Slurm's `squeue --me` tells whether the jobs wait, and what they said is in the "
            "folder `logs` of [cluster] in course.toml, which the nodes have to see."
        )


@contextmanager
def slurm_jobs(
    options: ClusterOptions, workers: int, resources: dict[str, float], unsent: str
) -> Iterator[Way]:
    """Ask Slurm for jobs with so many workers in all, and cancel them afterwards.

    Args: `unsent`, the variable that the jobs do not get. Raises SandboxGone.
    """
    if shutil.which("sbatch") is None:
        raise SandboxGone(
            "There is no sbatch on this machine, so it cannot ask Slurm for workers. Run this "
            "where sbatch is, or use --cluster with the address of a scheduler."
        )
    settings = begun_here()
    refusals: list[str] = []
    jobs = math.ceil(workers / options.workers_per_job)
    with quietly(settings):
        with uninterrupted():
            cluster = _Cluster(
                refusals=refusals,
                unsent=unsent,
                **_job(options, as_environment(settings), resources),
            )
        with cluster, Client(cluster, set_as_default=False) as client:
            cluster.scale(jobs=jobs)  # type: ignore[no-untyped-call]
            yield SlurmJobs(client, cluster, workers, resources, refusals, jobs)


def _job(options: ClusterOptions, environment: Any, resources: dict[str, float]) -> dict[str, Any]:
    """Return what dask-jobqueue is to ask for; the rest is as the site's jobqueue.yaml has it."""
    needs = [f"--gres=gpu:{options.gpus}"] if options.gpus and resources else []
    asked = ",".join(f"{name}={much:g}" for name, much in resources.items())
    exports = [f"export {name}={shlex.quote(value)}" for name, value in environment.items()]
    wanted = {
        "queue": options.queue,
        "account": options.account,
        "interface": options.interface,
    }
    return {
        "cores": options.workers_per_job,
        "processes": options.workers_per_job,
        "job_cpu": options.cores,
        "memory": f"{options.memory.rstrip('B')}iB",
        "walltime": options.walltime,
        "protocol": "tls://",
        "nanny": True,
        "death_timeout": DEATH_SECONDS,
        "local_directory": options.scratch,
        "log_directory": options.logs or None,
        "job_name": "autograder",
        "job_extra_directives": [*needs, *([] if options.logs else _NO_LOGS), *options.directives],
        "job_script_prologue": [*exports, *options.prologue],
        "worker_extra_args": ["--resources", asked] if asked else [],
        "scheduler_options": {"dashboard_address": "127.0.0.1:0"},
        "silence_logs": logging.CRITICAL,
        **{key: value for key, value in wanted.items() if value},
    }


# Else Slurm writes them into the folder from which it was asked: the course's.
_NO_LOGS = ["--output=/dev/null", "--error=/dev/null"]


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "it said nothing"
