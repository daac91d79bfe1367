#!/usr/bin/env bash
# Makes a base image with Debian's Python 3.11 out of Debian packages, for machines that cannot pull python:3.12-slim.
# Usage: python-base.sh NAME:TAG
set -euo pipefail

mmdebstrap --quiet --variant=minbase --include=python3,libstdc++6,ca-certificates \
  --aptopt='Acquire::Languages "none"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  bookworm - |
  docker import --change 'LABEL dev.trainwire=base-python' --change 'CMD ["python3"]' - "$1" >/dev/null
