#!/usr/bin/env bash
# Make .venv with Python 3.10 (rasa 3.6 runs on no newer one): from the path, from pyenv, or uv's own.
set -eu
uv=.make/uv/bin/uv
wanted=$(cat .python-version)
is_wanted() { [ "$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$wanted" ]; }
if [ -x .venv/bin/python ] && is_wanted .venv/bin/python; then exit 0; fi
shopt -s nullglob
for python in "$(command -v "python$wanted" || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$wanted".*/bin/python \
  /opt/python/"$wanted"*/bin/python /usr/local/bin/"python$wanted"; do
  if [ -n "$python" ] && is_wanted "$python"; then
    exec "$uv" venv -q --clear --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
  fi
done
if "$uv" venv -q --clear --python "$wanted" .venv 2>/dev/null; then exit 0; fi
echo "Python $wanted was not found and could not be fetched; install it (for example: pyenv install $wanted) and try again." >&2
exit 1
