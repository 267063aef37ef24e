#!/usr/bin/env bash
# A real Redmine for the tests, from Debian's packages, on loopback. Needs root on Debian; repeatable.
#   redmine.sh install   installs the packages
#   redmine.sh start     configures and starts it, prints KEY=value lines for the tests on standard output
#   redmine.sh stop      stops the one that this script started
# Environment: REDMINE_PORT (3030), REDMINE_RUN (a directory for its pid and logs).
# The keys are made anew at each start, so that no key stands in a file of this repository.
set -euo pipefail
port=${REDMINE_PORT:-3030}
run=${REDMINE_RUN:-/run/aramaki-redmine}
project=alerts
export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true LANG=C.UTF-8 LC_ALL=C.UTF-8

say() { printf '[redmine] %s\n' "$*" >&2; }

key() { head -c 20 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

as_web() {
  runuser -u www-data -- env HOME="$run" LANG=C.UTF-8 RAILS_ENV=production REDMINE_INSTANCE=default SCHEMA=/dev/null "$@"
}

installed() { dpkg-query -W -f='${Status}' redmine 2>/dev/null | grep -q 'ok installed'; }

install() {
  if installed; then return 0; fi
  debconf-set-selections <<'ANSWERS'
redmine redmine/current-instances string default
redmine redmine/default-language select en
redmine redmine/instances/default/dbconfig-install boolean true
redmine redmine/instances/default/database-type select sqlite3
redmine redmine/instances/default/default-language select en
dbconfig-common dbconfig-common/dbconfig-install boolean true
dbconfig-common dbconfig-common/internal/reconfiguring boolean false
ANSWERS
  say "installing packages"
  mkdir -p "$run"
  apt-get install -y -qq --no-install-recommends redmine redmine-sqlite thin curl ca-certificates >"$run/apt.log" 2>&1 \
    || { tail -n 40 "$run/apt.log" >&2; exit 1; }
}

stop() {
  [ -s "$run/redmine.pid" ] || return 0
  local pid
  pid=$(cat "$run/redmine.pid")
  if kill -0 "$pid" 2>/dev/null; then
    kill "$pid"
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  fi
  rm -f "$run/redmine.pid"
}

configure() { # prints one line of JSON: what exists
  cat >"$run/setup.rb" <<'RUBY'
ActiveRecord::Base.logger = nil
# Token's before_create overwrites the value, so the column is set afterwards.
def set_key(user, key)
  Token.where(user_id: user.id, action: 'api').delete_all
  Token.create!(user: user, action: 'api').update_columns(value: key)
end
Setting.rest_api_enabled = '1'
Setting.default_language = 'en'
Setting.notified_events  = []
Setting.host_name        = "127.0.0.1:#{ENV['RM_PORT']}"
admin = User.find_by_login!('admin')
admin.update_columns(must_change_passwd: false)
set_key(admin, ENV['RM_ADMIN_KEY'])
project = Project.find_by(identifier: ENV['RM_PROJECT']) ||
          Project.create!(name: 'Alerts', identifier: ENV['RM_PROJECT'], is_public: false,
                          trackers: Tracker.sorted.to_a, enabled_module_names: %w[issue_tracking])
field = IssueCustomField.find_by(name: 'External key') ||
        IssueCustomField.create!(name: 'External key', field_format: 'string', is_filter: true, searchable: true,
                                 is_for_all: true, visible: true, trackers: Tracker.all.to_a)
bot = User.find_by_login('bot') || User.new(firstname: 'Ticket', lastname: 'Bot', mail: 'bot@example.test', language: 'en')
bot.login = 'bot'
bot.password = bot.password_confirmation = ENV['RM_BOT_KEY'] if bot.new_record?
bot.status = User::STATUS_ACTIVE
bot.save!
role = Role.givable.sorted.first
Member.create!(project: project, user: bot, roles: [role]) unless Member.exists?(project_id: project.id, user_id: bot.id)
set_key(bot, ENV['RM_BOT_KEY'])
puts({external_key_field_id: field.id,
      statuses: IssueStatus.sorted.map { |s| {id: s.id, name: s.name, closed: s.is_closed} },
      tracker_id: Tracker.sorted.first.id,
      priorities: IssuePriority.active.map { |p| {id: p.id, name: p.name} }}.to_json)
RUBY
  as_web env RM_PORT="$port" RM_ADMIN_KEY="$admin_key" RM_BOT_KEY="$bot_key" RM_PROJECT="$project" \
    bundle exec rails runner "$run/setup.rb" 2>"$run/setup.err" | tail -n 1 || { cat "$run/setup.err" >&2; exit 1; }
}

start() {
  mkdir -p "$run"
  chown www-data:www-data "$run"
  stop
  cd /usr/share/redmine
  admin_key=$(key)
  bot_key=$(key)
  say "configuring"
  local info
  info=$(configure)
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then say "port $port is taken"; exit 1; fi
  say "starting on port $port"
  # One request at a time: threaded thin on SQLite answers some with "database is locked".
  as_web setsid nohup sh -c 'echo $$ > "$0"; exec bundle exec thin start -a 127.0.0.1 -p "$1" -e production' \
    "$run/redmine.pid" "$port" >"$run/thin.log" 2>&1 </dev/null &
  local try
  for try in $(seq 120); do
    if curl -fsS -o /dev/null -H "X-Redmine-API-Key: $bot_key" "http://127.0.0.1:$port/users/current.json" 2>/dev/null; then break; fi
    if [ "$try" = 120 ]; then tail -n 40 "$run/thin.log" >&2; exit 1; fi
    sleep 0.5
  done
  cat <<OUT
REDMINE_URL=http://127.0.0.1:$port
REDMINE_ADMIN_KEY=$admin_key
REDMINE_BOT_KEY=$bot_key
REDMINE_PROJECT=$project
REDMINE_PID=$(cat "$run/redmine.pid")
REDMINE_INFO=$info
OUT
}

case ${1:-} in
  install) install ;;
  start) start ;;
  stop) stop ;;
  *) say "usage: redmine.sh install|start|stop"; exit 2 ;;
esac
