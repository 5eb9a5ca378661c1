#!/bin/bash
# Run once by the container of PostgreSQL, after roles.sql.
psql -q -v ON_ERROR_STOP=1 -U postgres -d bm23 <<SQL
alter role bm23_owner password '$(cat /run/secrets/owner_password)';
alter role bm23_app password '$(cat /run/secrets/app_password)';
SQL
