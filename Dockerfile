# 补缴收件 Bujiao Intake. SQLite and files in /var/lib/intake; see compose.yaml for the rest.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
# The bytes that the lock names, and no others; what only tests need goes again.
COPY requirements.lock ./
RUN python -m venv /opt/intake \
 && /opt/intake/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY models ./models
COPY intake ./intake
COPY api ./api
COPY samples ./samples
RUN /opt/intake/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/intake/bin/python -m api.operations.closure --others > others \
 && /opt/intake/bin/pip uninstall --yes --requirement others \
 && /opt/intake/bin/python -m compileall -q /opt/intake/lib

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      libgl1 libglib2.0-0 libxcb1 \
      tesseract-ocr tesseract-ocr-eng tesseract-ocr-chi-sim \
      fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/intake --shell /usr/sbin/nologin intake
COPY --from=build /opt/intake /opt/intake
ENV PATH=/opt/intake/bin:$PATH \
    INTAKE_DATA=/var/lib/intake \
    INTAKE_HOST=0.0.0.0 \
    OMP_NUM_THREADS=1 \
    OMP_THREAD_LIMIT=1 \
    PYTHONUTF8=1
USER intake
WORKDIR /var/lib/intake
VOLUME /var/lib/intake
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["intake", "ready"]
CMD ["intake", "serve"]
