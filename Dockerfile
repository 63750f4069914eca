# Dateline in a container, as a user without rights, reachable with users only:
#
#   docker build -t dateline .
#   docker run -p 7860:7860 -v dateline:/data -e DATELINE_USERS=ana:a-long-password dateline
#
# Models (1.2 GB) are fetched into the volume at the first start, once.

FROM python:3.11-slim

# libgomp: FAISS, torch and llama.cpp count on it, and slim images lack it.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libgomp1 make \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 dateline \
 && install --directory --owner=dateline /app /data

USER dateline
WORKDIR /app

# Before the code, so that a changed line does not install everything anew. What `make setup` does
# besides, compiling for the processor at hand, is left out: an image may run on another one.
COPY --chown=dateline Makefile requirements.txt requirements.lock ./
RUN make .venv/run.stamp

COPY --chown=dateline . .

ENV DATELINE_HOME=/data/library \
    DATELINE_MODELS_DIR=/data/models \
    DATELINE_HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1

VOLUME /data
EXPOSE 7860

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
  [".venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/healthz')"]

# SIGTERM ends it in order: the article in hand is finished, the index saved.
CMD [".venv/bin/python", "-m", "rag", "serve"]
