#!/bin/sh
# Gives the role of deploy/web_role.sql its password; PostgreSQL's container runs both when it makes the database.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
	--set password="$(cat /run/secrets/web_password)" <<'SQL'
ALTER ROLE bzpeer_web PASSWORD :'password';
SQL
