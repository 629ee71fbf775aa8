#!/bin/sh
# Writes the secrets that docker-compose.yml reads, each in a file of its own; what is there already stays.
#   sh deploy/secrets.sh [FOLDER]     (default: secrets)
set -eu
folder=${1:-secrets}
mkdir -p "$folder"
# The folder keeps other people of this machine out; the files must be readable by the user in the containers.
chmod 700 "$folder"

random() { head -c 48 /dev/urandom | base64 | tr -d '\n' | tr '+/' 'xy'; }

secret() {
	test -s "$folder/$1" || printf '%s\n' "$2" >"$folder/$1"
	chmod 444 "$folder/$1"
}

secret secret_key "$(random)"
# Never change this one, and keep a copy away from the database: it remembers who asked to be erased.
secret erasure_key "$(random)"
secret postgres_password "$(random)"
secret database_url "postgresql://bzpeer:$(cat "$folder/postgres_password")@postgres:5432/bzpeer"
# Web has a database role of its own, with fewer rights: deploy/web_role.sql.
secret web_password "$(random)"
secret web_database_url "postgresql://bzpeer_web:$(cat "$folder/web_password")@postgres:5432/bzpeer"
secret valkey_password "$(random)"
secret broker_url "redis://:$(cat "$folder/valkey_password")@valkey:6379/0"
secret mail_bounce_secret "$(random)"
test -e "$folder/email_password" || : >"$folder/email_password"
chmod 444 "$folder/email_password"
echo "Secrets are in $folder/"
