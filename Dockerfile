# One image for the site, the worker and the clock: docker-compose.yml says which command each runs.

FROM python:3.11-slim-bookworm AS packages
COPY requirements-setup.txt requirements.txt /build/
RUN python -m venv /opt/uv \
    && /opt/uv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /build/requirements-setup.txt \
    && python -m venv /opt/venv \
    && /opt/uv/bin/uv pip install --no-cache --python /opt/venv/bin/python --require-hashes -r /build/requirements.txt

FROM python:3.11-slim-bookworm
# What WeasyPrint needs to make a PDF. Security updates of Debian are wanted, so no versions are pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 samenspoor \
    && useradd --uid 10001 --gid samenspoor --no-create-home --home-dir /tmp --shell /usr/sbin/nologin samenspoor

COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache \
    VAR_DIR=/var/lib/samenspoor \
    BIND=0.0.0.0:8000

WORKDIR /srv/samenspoor
COPY . .
# Style sheets and scripts are collected once, here. The demo settings that this takes reach no further than this line.
RUN DEMO=true python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . \
    && install -d -o samenspoor -g samenspoor /var/lib/samenspoor/documents /var/lib/samenspoor/exports /var/lib/samenspoor/clock

USER 10001:10001
ENV DEMO=false
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 CMD ["python", "-m", "config.probe", "web"]
ENTRYPOINT ["bin/container"]
CMD ["gunicorn", "-c", "config/gunicorn.conf.py", "config.wsgi:application"]
