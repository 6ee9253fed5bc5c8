#!/usr/bin/env bash
# Makes the environment $VENV in which `make verify-lerobot` runs: ours, and lerobot with what it needs.
#
# lerobot comes as the newest release for the Python named by $PYTHON: 0.4 for 3.10 and 3.11, later ones for 3.12
# and on. torch is the release that we pin, in a build without CUDA: lerobot's own upper bound on torch is set
# aside, and so are the gigabytes that a build for CUDA brings along. torchcodec is left out: lerobot decodes with PyAV.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

VENV=${VENV:-.venv-lerobot}
export VENV
STAMP=$VENV/.lerobot-set-up
INPUTS=(tools/verify_lerobot/setup.sh tools/verify_lerobot/requirements.py constraints.txt setup.py)

say() { echo "verify-lerobot: $*" >&2; }
pip() { "$VENV/bin/python" -I -m pip --disable-pip-version-check "$@"; }

# Installs with its words in the log, for pip calls what we set aside an error; shows their end if it fails.
pip_install() {
    pip install -q "$@" >>"$LOG" 2>&1 && return
    tail -n 15 "$LOG" >&2
    say "failed: pip install $* (all of it: $LOG)"
    exit 2
}

up_to_date() {
    local input
    for input in "${INPUTS[@]}"; do [[ $STAMP -nt $input ]] || return 1; done
}

# On Linux the plain build brings gigabytes of CUDA along; elsewhere there is no other than the plain one.
install_torch() {
    local version build=
    version=$(sed -n 's/^torch==//p' constraints.txt)
    [[ $(uname -sm) != "Linux x86_64" ]] || build=+cpu
    pip install -q "torch==$version$build" >>"$LOG" 2>&1 && return
    say "pip finds no torch $version without CUDA for this Python: name an index in PIP_EXTRA_INDEX_URL that has it"
    exit 2
}

main() {
    ! up_to_date || return 0
    tools/setup.sh
    say "installing torch and lerobot into $VENV (once, some minutes)"
    LOG=$(mktemp -t physai-verify.XXXXXX)
    install_torch
    pip_install --no-deps --upgrade lerobot
    "$VENV/bin/python" -I tools/verify_lerobot/requirements.py >"$LOG.wanted"
    # What lerobot asks for wins over our pins: our ranges are wider.
    grep -v '^torchvision' "$LOG.wanted" >"$LOG.most"
    grep '^torchvision' "$LOG.wanted" >"$LOG.torchvision"
    pip_install -r "$LOG.most"
    pip_install --no-deps -r "$LOG.torchvision"
    rm "$LOG" "$LOG".*
    touch "$STAMP"
    say "$VENV is ready"
}

main
