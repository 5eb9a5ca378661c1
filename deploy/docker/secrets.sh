#!/bin/sh
# Makes the secrets of compose.yaml once, in the folder given (./secrets beside this file when none is).
# Files are for the user of the containers; keep a copy of backup_key away from this machine.
set -eu
folder=${1:-$(dirname "$0")/secrets}
umask 077
mkdir "$folder"
for name in postgres_password owner_password app_password; do openssl rand -hex 24 > "$folder/$name"; done
for name in secret_keys backup_key; do printf '1:%s\n' "$(openssl rand -base64 32)" > "$folder/$name"; done
for role in owner app; do
  printf 'postgres://bm23_%s:%s@postgres/bm23\n' "$role" "$(cat "$folder/${role}_password")" > "$folder/${role}_url"
done
if [ "$(id -u)" = 0 ]; then
  chown 10001:10001 "$folder/app_url" "$folder/owner_url" "$folder/secret_keys" "$folder/backup_key"
fi
