#!/usr/bin/env bash
# Adds transformers, accelerate and peft to the base image of torch-base.sh, from wheels that this machine's pip finds.
# Usage: transformers-base.sh NAME:TAG TORCH_BASE:TAG
set -euo pipefail

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
# Named one by one, since with its dependencies pip would bring PyTorch a second time.
python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --retries 0 \
  --target "$context/packages" --no-compile --no-deps --only-binary=:all: --implementation cp --python-version 3.11 \
  --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
  transformers==5.18.0 accelerate==1.15.0 peft==0.21.0 numpy==2.4.6 packaging==26.3 psutil==7.2.2 pyyaml==6.0.3 \
  regex==2026.9.29 safetensors==0.8.0 tokenizers==0.23.2 tqdm==4.70.1 huggingface-hub==1.33.0 hf-xet==1.6.0 \
  httpx==0.28.1 httpcore==1.0.9 h11==0.16.0 anyio==4.15.1 idna==3.20 certifi==2026.7.22 click==8.5.0 \
  typer==0.27.2 shellingham==1.5.4 rich==15.0.0 markdown-it-py==4.2.0 mdurl==0.1.2 pygments==2.21.0 annotated-doc==0.0.5
rm -rf "$context"/packages/bin
printf '%s\n' \
  "FROM $2" \
  'LABEL dev.trainwire=base-transformers' \
  'COPY packages /usr/local/lib/python3.11/dist-packages' >"$context/Dockerfile"
docker build --quiet --tag "$1" "$context" >/dev/null
