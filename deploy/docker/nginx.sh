#!/bin/sh
# Writes the configuration for this name and these processes, and becomes nginx.
set -eu
for file in nginx.conf site.conf problems.inc; do
  sed -e "s/bm23\.example\.edu/$DOMAIN/g" \
    -e 's/127\.0\.0\.1:2323/app-1:2323/; s/127\.0\.0\.1:2324/app-2:2323/' \
    -e 's#/var/log/nginx/bm23.log#/dev/stdout#; s#/var/log/nginx/error.log#/dev/stderr#' \
    "/opt/nginx/$file" > "/etc/nginx/bm23/$file"
done
# the include of the sites takes every .conf of the folder, and this is none of them
mv /etc/nginx/bm23/nginx.conf /run/nginx.conf
cp /opt/nginx/unavailable.html /etc/nginx/bm23/
live=/etc/letsencrypt/live/$DOMAIN
if [ ! -e "$live/fullchain.pem" ]; then
  # one of our own until certbot has brought one, and the container is started again
  mkdir -p /run/tls
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$DOMAIN" \
    -keyout /run/tls/privkey.pem -out /run/tls/fullchain.pem
  sed -i "s#$live/#/run/tls/#" /run/nginx.conf
fi
exec nginx -c /run/nginx.conf -g 'daemon off;'
