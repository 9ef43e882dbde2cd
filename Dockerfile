# The server and the executor are one image: `serve` is the default, `executor` the other command.
FROM python:3.11-slim-bookworm

SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# Debian keeps only the current, mended version of a package, so none is named.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap libcurl4 libseccomp2 libssl3 make util-linux \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /one-graph
COPY . .
RUN make setup \
 && useradd --create-home --uid 10001 one-graph \
 && install -d -o one-graph -g one-graph -m 0700 /data

USER 10001
ENV ONE_DATA_DIR=/data \
    ONE_HOST=0.0.0.0 \
    PATH=/one-graph/.venv/bin:$PATH
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["one-graph"]
CMD ["serve"]
