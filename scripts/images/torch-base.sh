#!/usr/bin/env bash
# Adds PyTorch for the CPU to the base image of python-base.sh, from wheels that this machine's pip finds,
# for machines that cannot pull the public PyTorch image.
# Usage: torch-base.sh NAME:TAG PYTHON_BASE:TAG
set -euo pipefail

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
# For Debian's Python 3.11, whichever Python runs pip here.
python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --retries 0 \
  --target "$context/packages" --no-compile --only-binary=:all: --implementation cp --python-version 3.11 \
  --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
  torch==2.13.0
# Headers and PyTorch's own tests are of no use to a program that only trains.
rm -rf "$context"/packages/torch/{include,test} "$context"/packages/bin
printf '%s\n' \
  "FROM $2" \
  'LABEL dev.trainwire=base-torch' \
  'COPY packages /usr/local/lib/python3.11/dist-packages' >"$context/Dockerfile"
docker build --quiet --tag "$1" "$context" >/dev/null
