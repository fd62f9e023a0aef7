/**
 * Start script of the Postgres stand-in: the environment of the official image (POSTGRES_USER, POSTGRES_PASSWORD,
 * POSTGRES_DB, PGDATA), in dash builtins and the programs `chmod`, `mv` and `rm`.
 *
 * The cluster is made in a folder of its own inside PGDATA and moved into place with PG_VERSION last, so that a pod
 * killed while it initialises starts over or goes on, instead of finding half a database.
 */
export const postgresStart = `#!/bin/sh
set -eu

fail() { echo "postgres: $1" >&2; exit 64; }

case "\${1:-postgres}" in
  -*) set -- postgres "$@" ;;
  postgres) [ $# -gt 0 ] || set -- postgres ;;
  *) exec "$@" ;;
esac

: "\${PGDATA:=/var/lib/postgresql/data}" "\${POSTGRES_USER:=postgres}"
: "\${POSTGRES_DB:=$POSTGRES_USER}"
if [ -n "\${POSTGRES_PASSWORD_FILE:-}" ]; then IFS= read -r POSTGRES_PASSWORD < "$POSTGRES_PASSWORD_FILE" || [ -n "$POSTGRES_PASSWORD" ]; fi

quoted() {
  rest=$1 result=
  while [ "$rest" != "\${rest#*\\"}" ]; do
    result="$result\${rest%%\\"*}\\"\\""
    rest=\${rest#*\\"}
  done
  printf '"%s"' "$result$rest"
}

staging=$PGDATA/.initializing
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ ! -e "$staging/.complete" ]; then
    [ -n "\${POSTGRES_PASSWORD:-}" ] || fail 'POSTGRES_PASSWORD is empty; a database without a password is not made'
    rm -rf "$staging"
    initdb --pgdata="$staging" --username="$POSTGRES_USER" --encoding=UTF8 --locale=C.UTF-8 \\
      --auth-local=trust --auth-host=scram-sha-256 --pwfile=/dev/stdin --data-checksums >&2 <<PASSWORD
$POSTGRES_PASSWORD
PASSWORD
    printf '\\nhost all all all scram-sha-256\\n' >> "$staging/pg_hba.conf"
    if [ "$POSTGRES_DB" != postgres ]; then
      postgres --single -j -c exit_on_error=true -D "$staging" postgres >&2 <<SQL
CREATE DATABASE $(quoted "$POSTGRES_DB");

SQL
    fi
    : > "$staging/.complete"
  fi
  for entry in "$staging"/*; do
    [ "$entry" = "$staging/PG_VERSION" ] || mv -f "$entry" "$PGDATA/"
  done
  mv -f "$staging/PG_VERSION" "$PGDATA/PG_VERSION"
fi
[ ! -e "$staging" ] || rm -rf "$staging"
# A volume may come with wider permissions than the server accepts; where it is not ours, the server says so.
chmod 700 "$PGDATA" || :

sockets=
for folder in /tmp /var/run/postgresql; do
  if [ -w "$folder" ]; then sockets=\${sockets:+$sockets,}$folder; fi
done

shift
unset POSTGRES_PASSWORD
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories="$sockets" "$@"
`;
