# Debian's nginx with the configuration of deploy/nginx, for the name in DOMAIN.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends nginx libnginx-mod-http-brotli-filter openssl \
    && rm -rf /var/lib/apt/lists/*
COPY deploy/nginx /opt/nginx
COPY --chmod=755 deploy/docker/nginx.sh /usr/local/bin/start
EXPOSE 80 443
CMD ["/usr/local/bin/start"]
