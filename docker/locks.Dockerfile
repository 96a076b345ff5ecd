# syntax=docker/dockerfile:1.7
# What ./build.sh LockDependencies runs, with a project's folder as its context: each stage's result is that project's lock alone.
FROM python:3.12-slim AS resolver
WORKDIR /lock
COPY --link --from=ghcr.io/astral-sh/uv:0.11.15 /uv /usr/local/bin/uv
COPY pyproject.toml uv.loc[k] poetry.loc[k] ./

FROM resolver AS uv-resolver
RUN --mount=type=cache,id=strata-uv,target=/root/.cache/uv \
    uv lock --no-python-downloads

FROM resolver AS poetry-resolver
RUN --mount=type=cache,id=strata-uv,target=/root/.cache/uv \
    --mount=type=cache,id=strata-poetry,target=/root/.cache/pypoetry \
    POETRY_CACHE_DIR=/root/.cache/pypoetry uv tool run --from 'poetry==2.1.2' poetry lock --no-interaction

FROM scratch AS uv
COPY --link --from=uv-resolver /lock/uv.lock /

FROM scratch AS poetry
COPY --link --from=poetry-resolver /lock/poetry.lock /
