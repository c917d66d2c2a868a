# The grading image: Python, torch and the worker. No solutions, no checks, no hidden data, no secret:
# .dockerignore lets nothing else in, and tests/sandbox/test_docker_image.py lists what is there.
# `autograder image` builds it, and adds the labels that the grader looks at.
ARG BASE_IMAGE=python:3.11-slim

FROM ${BASE_IMAGE} AS packages
# Wheels that the host has fetched, if it had to: then nothing is asked of any network.
COPY requirements.txt autograder/sandbox/recipe/packages.txt build/wheel[s] /build/
RUN python3 -m venv /build/venv \
    && offline="$(ls /build/*.whl >/dev/null 2>&1 && echo --no-index --find-links /build || true)" \
    && /build/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --quiet \
        $offline --target /opt/packages \
        --constraint /build/requirements.txt --requirement /build/packages.txt

FROM ${BASE_IMAGE}
# The base that tools/docker-base makes has it already.
RUN ldconfig -p | grep -q libseccomp.so.2 \
    || (apt-get update -qq && apt-get install -qq --no-install-recommends libseccomp2 \
        && rm -rf /var/lib/apt/lists/*)
# With their .pyc files, which cost a second of every start if they are missing.
COPY --from=packages /opt/packages /opt/packages
COPY autograder/__init__.py /opt/autograder/autograder/
COPY autograder/worker /opt/autograder/autograder/worker
RUN python3 -m compileall -q /opt/autograder && mkdir -p /opt/data /run/autograder
ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \
    PYTHONPATH=/opt/autograder:/opt/packages \
    PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 OMP_NUM_THREADS=1 \
    GLIBC_TUNABLES=glibc.malloc.hugetlb=1 \
    MPLBACKEND=Agg MPLCONFIGDIR=/tmp/matplotlib HOME=/tmp LANG=C.UTF-8 USER=student
# An id that no user of the host has; see autograder/sandbox/bubblewrap.py.
USER 61999:61999
WORKDIR /
ENTRYPOINT ["python3", "-S", "-s", "-P", "-m", "autograder.worker"]
