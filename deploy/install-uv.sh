#!/usr/bin/env bash
# Put uv into .make/uv with any Python of 3.9 or newer.
set -eu
mkdir -p .make
for python in python3.12 python3.11 python3.10 python3.9 python3; do
  command -v "$python" >/dev/null 2>&1 || continue
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1 || continue
  if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      apt-get install -y -q python3-venv >/dev/null 2>&1 || { apt-get update -q >/dev/null && apt-get install -y -q python3-venv >/dev/null; }
    else
      echo "Python cannot make environments here; install the package python3-venv (as root: apt-get install python3-venv) and try again." >&2
      exit 1
    fi
  fi
  "$python" -m venv .make/uv
  .make/uv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock
  exit 0
done
echo "No Python of 3.9 or newer was found; install python3 (as root: apt-get install python3 python3-venv) and try again." >&2
exit 1
