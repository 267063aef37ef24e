#!/usr/bin/env bash
# `./aramaki verify`: installs what the tests need, starts the real peers, and runs the whole build with its tests, as CI does.
#   --fast    format, compile, buf, unit tests and rules; no peers, no end-to-end tests
#   --full    the long forms too (more kills, long simulation)
#   --docker  also the tests that need a Docker engine, and a stock Cassandra in a container for the others      --consul  also those that need a Consul executable
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

fast=no
full=no
left_out=(docker consul full)
test_options=()
for option in "$@"; do
  case $option in
    --fast) fast=yes ;;
    --full) full=yes; left_out=("${left_out[@]/full/}") ;;
    --docker) left_out=("${left_out[@]/docker/}"); test_options+=(-Daramaki.test.docker=true) ;;
    --consul) left_out=("${left_out[@]/consul/}") ;;
    *) echo "verify: unknown option $option (expected: --fast, --full, --docker, --consul)" >&2; exit 2 ;;
  esac
done

say() { printf '[verify +%ds] %s\n' "$SECONDS" "$*"; }
without() { # tag, reason
  left_out+=("$1")
  say "without $1: $2"
}

work=$(mktemp -d)
redmine_pid=
cleanup() {
  local status=$?
  if [ -n "$redmine_pid" ]; then REDMINE_RUN=$work/redmine "$here/redmine.sh" stop || true; fi
  rm -rf "$work"
  exit "$status"
}
trap cleanup EXIT

debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

stop_service() {
  if [ -d /run/systemd/system ]; then systemctl disable --now "$1" >/dev/null 2>&1 || true; fi
}

packages() {
  local missing=() package
  for package in monitoring-plugins-basic monitoring-plugins-standard chromium chromium-driver strace prometheus procps curl ca-certificates; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ] || ! dpkg-query -W redmine >/dev/null 2>&1; then
    say "apt-get update"
    apt-get update -qq
  fi
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$work/apt.log" 2>&1 \
      || { tail -n 40 "$work/apt.log" >&2; exit 1; }
    # The tests start a process of their own; the service that the package brings would only sit on its port.
    case " ${missing[*]} " in *" prometheus "*) stop_service prometheus ;; esac
  fi
  say "installing Redmine unless it is there"
  mkdir -p "$work/redmine"
  REDMINE_RUN=$work/redmine "$here/redmine.sh" install
}

peers() {
  if debian_root; then
    packages
    say "starting Redmine"
    chmod 755 "$work"
    (umask 077 && : >"$work/redmine.env")
    REDMINE_RUN=$work/redmine REDMINE_PORT=${REDMINE_PORT:-3030} "$here/redmine.sh" start >"$work/redmine.env"
    while IFS= read -r line; do export "${line?}"; done <"$work/redmine.env"
    redmine_pid=${REDMINE_PID:-}
  else
    say "not root on Debian: no package is installed"
    [ -n "${REDMINE_URL:-}" ] || without redmine "no Redmine, and so no end-to-end tests but LifeTest (set REDMINE_URL, REDMINE_BOT_KEY, REDMINE_ADMIN_KEY, REDMINE_INFO to use yours)"
    [ -x /usr/bin/chromedriver ] && [ -x /usr/bin/chromium ] || without browser "no /usr/bin/chromium with its driver"
    command -v strace >/dev/null 2>&1 || without strace "no strace"
    command -v prometheus >/dev/null 2>&1 || without prometheus "no prometheus"
    [ -x /usr/lib/nagios/plugins/check_http ] || without plugins "no Monitoring Plugins"
  fi
}

tags() { local IFS=,; echo "${left_out[*]}" | sed 's/,,*/,/g; s/^,//; s/,$//'; }

if [ "$fast" = yes ]; then
  left_out+=(redmine browser strace plugins prometheus e2e cassandra)
  say "fast: format, compile, buf, unit tests and rules"
else
  peers
  if [ "$full" = yes ]; then say "full: the long forms too"; fi
fi
for tag in docker consul full; do
  case ",$(tags)," in *",$tag,"*) say "left out: tests with the tag $tag (ask for them with --$tag)" ;; esac
done

# What Surefire's reports say, as its own closing line, with every failure by name.
report() {
  local reports
  reports=$(find . -path '*/target/surefire-reports/TEST-*.xml' -newer "$work/begun" -not -path './.git/*')
  [ -n "$reports" ] || { say "no test report was written"; return 1; }
  local counts
  counts=$(printf '%s\n' "$reports" | xargs sed -n '/<testsuite /,/>/p' | tr '\n' ' ' | sed 's/<testsuite /\n/g' | awk '
    function of(name,  m) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
    / tests="/ { t += of("tests"); f += of("failures"); e += of("errors"); s += of("skipped") }
    END { printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d", t, f, e, s }')
  find . -path '*/target/surefire-reports/*.txt' -newer "$work/begun" -print0 \
    | xargs -0 grep -hE -A 6 '<<< (FAILURE|ERROR)!$' | grep -v '^Tests run:' | cut -c 1-400 >"$work/failed" || true
  cat "$work/failed"
  say "all modules: $counts"
  case $counts in
    *"Failures: 0, Errors: 0, Skipped: 0"*) return 0 ;;
    *"Failures: 0, Errors: 0,"*) if debian_root; then say "a test was skipped although everything is here"; return 1; fi ;;
    *) return 1 ;;
  esac
}

say "building and testing"
exclude=$(tags)
touch "$work/begun"
# A failed test does not keep the modules behind it from being tested; the report below decides. Three modules
# at a time on two cores: much of a test is waiting.
built=yes
mvn -B -T 3 -fae -Dmaven.test.failure.ignore=true -Daramaki.excluded.tags="${exclude:-none}" "${test_options[@]}" spotless:check verify || built=no
tested=yes
report || tested=no
if [ "$built" = no ] || [ "$tested" = no ]; then
  say "not verified: the build $([ "$built" = yes ] && echo stands || echo failed), the tests $([ "$tested" = yes ] && echo passed || echo failed)"
  exit 1
fi
say "verified"
