# Sourced by ./check and ./demo: makes .venv from a lock, quickly when nothing changed.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }
stop() {
  printf '\n%s\n' "$*" >&2
  exit 2
}
am_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_updated=
install_debian() { # PACKAGE...
  local log=.cache/apt.log
  mkdir -p .cache
  say "installing Debian packages: $*"
  if [ -z "$apt_updated" ]; then
    apt-get -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 || true
    apt_updated=yes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y \
    --no-install-recommends "$@" >>"$log" 2>&1 </dev/null || { tail -n 5 "$log" >&2; return 1; }
}

find_python() {
  local name
  for name in python3 python3.11 python3.12 python3.13 python3.14 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

make_venv() {
  local python package
  python=$(find_python) || stop "Sekisho needs Python 3.11 or later, and none was found.
On Debian and Ubuntu:  sudo apt install python3 python3-venv"
  say "making .venv with $("$python" --version)"
  rm -rf .venv
  mkdir -p .cache
  "$python" -m venv .venv >.cache/venv.log 2>&1 && return
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  am_root || stop "This Python cannot make virtual environments. On Debian and Ubuntu:
  sudo apt install $package"
  install_debian "$package" || install_debian python3-venv || stop "could not install $package"
  rm -rf .venv
  "$python" -m venv .venv || stop "Python cannot make .venv"
}

digest_of() { cat "requirements/$1.txt" requirements/build.txt pyproject.toml | sha256sum; }
prepared() { [ "$(cat ".venv/.prepared-$1" 2>/dev/null)" = "$(digest_of "$1")" ]; }

# prepare runtime|dev: afterwards .venv holds what the lock names, and Sekisho itself.
prepare() {
  local lock=requirements/$1.txt
  # Scripts in .venv name their folder: one that was moved or copied is made again.
  if [ "$(cat .venv/.made-in 2>/dev/null)" = "$PWD" ] &&
    .venv/bin/python -m pip --version >/dev/null 2>&1; then
    # What ./check needs holds everything that ./demo needs.
    if prepared "$1" || { [ "$1" = runtime ] && prepared dev; }; then return; fi
  else
    make_venv
    printf '%s\n' "$PWD" >.venv/.made-in
  fi
  mkdir -p .cache
  say "installing the packages of $lock, each checked against its hash (a minute or two)"
  # The lock is whole, so nothing is resolved anew: pip would look at a newer release of a package
  # that another one asks for with an extra, and refuse it for having no hash here.
  pip_install --no-deps --require-hashes -r "$lock" -r requirements/build.txt
  pip_install --no-deps --no-build-isolation --editable .
  digest_of "$1" >".venv/.prepared-$1"
}

pip_install() {
  .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet \
    "$@" >.cache/pip.log 2>&1 </dev/null || {
    tail -n 15 .cache/pip.log >&2
    stop "The packages could not be installed (the whole story is in .cache/pip.log).
Is the package index reachable from here? Behind a mirror, set PIP_INDEX_URL and try again."
  }
}
