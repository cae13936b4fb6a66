#!/usr/bin/env bash
# Installs PilotPairing from its unpacked release archive: the program to /opt/pilotpairing, the user pilotpairing, the settings to
# /etc/pilotpairing/pilotpairing.env with fresh secrets, the systemd unit. An installation that is there is upgraded; its settings stay.
# Usage: ./install.sh [--public-url https://pair.example.com] [--database 'Host=…;Database=…'] [--check]
#        --check says what the machine lacks, and changes nothing. DESTDIR=<folder> installs below a folder, for packagers.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${DESTDIR-}
public_url='' database='' check=false
while (($#)); do
  case $1 in
    --public-url | --database)
      if [[ -z ${2-} ]]; then
        echo "$1 needs a value" >&2
        exit 2
      fi
      if [[ $1 == --database ]]; then database=$2; else public_url=$2; fi
      shift 2
      ;;
    --check) check=true && shift ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
  esac
done

problems=()
needs() { problems+=("$1"); }
built_for=$(<"$here/PLATFORM")
machine=$(uname -sm)
case "$built_for $machine" in
  "linux-x64 Linux x86_64" | "linux-arm64 Linux aarch64") ;;
  portable\ *)
    if ! command -v dotnet >/dev/null; then
      needs "The ASP.NET Core 10 runtime: install aspnetcore-runtime-10.0, or take the archive for your platform, which has it"
    elif ! dotnet --list-runtimes | grep -q '^Microsoft\.AspNetCore\.App 10\.'; then
      needs "The ASP.NET Core 10 runtime: dotnet is here with $(dotnet --list-runtimes | tr '\n' ' ')and not with Microsoft.AspNetCore.App 10"
    fi
    ;;
  *) needs "Another archive: this one is for $built_for, and this machine is $machine" ;;
esac
# What the program loads when it starts; it would end in the middle of it.
if command -v ldconfig >/dev/null || [[ -x /sbin/ldconfig ]]; then
  libraries=$(PATH=$PATH:/sbin ldconfig -p)
  for library in libssl.so.3:libssl3 libstdc++.so.6:libstdc++6; do
    [[ $libraries == *"${library%%:*}"* ]] || needs "${library%%:*}: install ${library#*:}"
  done
fi
[[ -e /etc/ssl/certs/ca-certificates.crt || -e /etc/pki/tls/certs/ca-bundle.crt || -e /etc/ssl/cert.pem ]] ||
  needs "Certificates of authorities, to deliver webhooks over https: install ca-certificates"
# From a folder that the user postgres may enter, or each program says that it cannot.
postgres() (cd / && runuser -u postgres -- "$@")
local_database() { command -v psql >/dev/null && command -v runuser >/dev/null && postgres psql -Atqc 'select 1' >/dev/null 2>&1; }
settings=$root/etc/pilotpairing/pilotpairing.env
if [[ -z $database && ! -e $settings ]] && ! local_database; then
  needs "PostgreSQL 14 or later that runs: install postgresql here, or name yours with --database 'Host=…;Database=…;Username=…;Password=…'"
fi
if ! $check && [[ -z $root ]] && ((EUID != 0)); then needs "Root: it makes a user and a unit. Run it with sudo"; fi
if ! $check && [[ -z $root ]] && ! command -v systemctl >/dev/null; then needs "systemd: without it, run ./pilotpairing serve under your own supervisor"; fi

if ((${#problems[@]})); then
  printf 'This machine lacks:\n' >&2
  printf '  %s\n' "${problems[@]}" >&2
  exit 1
fi
if $check; then
  echo "Nothing is missing"
  exit
fi

if [[ -z $root ]] && ! getent passwd pilotpairing >/dev/null; then
  useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin pilotpairing
fi

# Beside the old one until it is whole.
app=$root/opt/pilotpairing
mkdir -p "$root/opt" "$(dirname "$settings")" "$root/etc/systemd/system"
rm -rf "$app.new"
cp -a "$here" "$app.new"
chmod -R u=rwX,go=rX "$app.new"
if ((EUID == 0)); then chown -R root:root "$app.new"; fi
rm -rf "$app.old"
if [[ -e $app ]]; then mv "$app" "$app.old"; fi
mv "$app.new" "$app"
rm -rf "$app.old"

password=''
if [[ ! -e $settings ]]; then
  if [[ -z $database ]]; then
    # By its name on this machine: no password is needed.
    postgres psql -Atqc "select 1 from pg_roles where rolname = 'pilotpairing'" | grep -q 1 || postgres createuser pilotpairing
    postgres psql -Atqc "select 1 from pg_database where datname = 'pilotpairing'" | grep -q 1 ||
      postgres createdb --owner pilotpairing --encoding UTF8 --template template0 pilotpairing
    database='Host=/var/run/postgresql;Database=pilotpairing;Username=pilotpairing'
  fi
  random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
  password=$(random 18)
  (
    umask 077
    while IFS= read -r line; do
      case $line in
        ConnectionStrings__Postgres=*) printf 'ConnectionStrings__Postgres=%s\n' "$database" ;;
        Encryption__Keys__0=*) printf 'Encryption__Keys__0=main:%s\n' "$(random 32)" ;;
        Ops__Password=*) printf 'Ops__Password=%s\n' "$password" ;;
        PublicUrl=* | '#PublicUrl='*) if [[ -n $public_url ]]; then printf 'PublicUrl=%s\n' "$public_url"; else printf '#%s\n' "${line#\#}"; fi ;;
        *) printf '%s\n' "$line" ;;
      esac
    done <"$here/deploy/pilotpairing.env" >"$settings.new"
  )
  # Whole or not at all: the next run keeps what it finds.
  mv "$settings.new" "$settings"
fi

unit=$root/etc/systemd/system/pilotpairing.service
cp "$here/deploy/pilotpairing.service" "$unit"
chmod 644 "$unit"
if [[ $built_for == portable ]]; then
  sed -i "s|^ExecStart=/opt/pilotpairing/pilotpairing |ExecStart=$(command -v dotnet) /opt/pilotpairing/pilotpairing.dll |" "$unit"
fi
if [[ -z $root ]]; then
  systemctl daemon-reload
  systemctl enable pilotpairing
  systemctl restart pilotpairing
fi

echo "PilotPairing $(<"$here/VERSION") is installed in $app; its settings are in $settings"
if [[ -n $password ]]; then
  echo "Note down: the user ops of the operations pages has the password $password"
  echo "Keep Encryption__Keys__0 of the settings apart from the database: a backup cannot be read without it"
fi
if ! grep -q '^PublicUrl=' "$settings"; then echo "Set PublicUrl in the settings to the address of your reverse proxy, and restart it: systemctl restart pilotpairing"; fi
