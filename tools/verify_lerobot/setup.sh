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

up_to_date() {
    local input
    for input in "${INPUTS[@]}"; do [[ $STAMP -nt $input ]] || return 1; done
}

# A build for CUDA is refused before anything of it is fetched.
require_cpu_torch() {
    pip install -q --dry-run --report - -c constraints.txt torch 2>/dev/null | grep -q '"name": "nvidia-' || return 0
    say "pip offers no build of torch without CUDA here: name an index that has one in PIP_EXTRA_INDEX_URL"
    exit 2
}

main() {
    ! up_to_date || return 0
    tools/setup.sh
    require_cpu_torch
    say "installing torch and lerobot into $VENV (once, some minutes)"
    pip install -q -c constraints.txt torch
    pip install -q --no-deps --upgrade lerobot
    local wanted
    wanted=$(mktemp)
    "$VENV/bin/python" -I tools/verify_lerobot/requirements.py >"$wanted"
    # What lerobot asks for wins over our pins: our ranges are wider.
    grep -v '^torchvision' "$wanted" | pip install -q -r /dev/stdin
    grep '^torchvision' "$wanted" | pip install -q --no-deps -r /dev/stdin
    rm "$wanted"
    touch "$STAMP"
    say "$VENV is ready"
}

main
