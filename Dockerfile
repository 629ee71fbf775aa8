# One image for every process of bzpeer: web, worker, beat, relay and commands differ by what they are told to run.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock .
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r requirements.lock

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=bzpeer.settings \
    STATIC_ROOT=/app/collected
RUN groupadd --gid 10001 bzpeer \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bzpeer \
    && install -d -o bzpeer -g bzpeer /var/lib/bzpeer
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
# Needs no server and no secret; the files are the image's own, only read afterwards.
RUN python manage.py collectstatic --noinput --verbosity 0 && python -m compileall -q bzpeer works graph profiles
USER 10001:10001
EXPOSE 8000
CMD ["python", "manage.py", "check"]
