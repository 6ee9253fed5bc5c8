#!/usr/bin/env bash
# Makes the environment $VENV-kernels, in which the kernels are tested: that of $VENV, which must be set up, and Triton.
#
# Triton has an environment of its own because it is a gigabyte that a processor has no use for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=${VENV:-.venv}
KERNELS=$VENV-kernels
STAMP=$KERNELS/.kernels-set-up
INPUTS=(tools/setup_kernels.sh constraints.txt setup.py "$VENV/pyvenv.cfg")

up_to_date() {
    local input
    for input in "${INPUTS[@]}"; do [[ $STAMP -nt $input ]] || return 1; done
}

main() {
    ! up_to_date || return 0
    echo "setup: installing Triton into $KERNELS (once)" >&2
    "$VENV/bin/python" -I -m venv --clear --without-pip "$KERNELS"
    local home theirs
    home=$("$VENV/bin/python" -I -c "import sysconfig; print(sysconfig.get_path('purelib'))")
    theirs=$("$KERNELS/bin/python" -I -c "import sysconfig; print(sysconfig.get_path('purelib'))")
    # Through addsitedir, for our own package is a line in one of the .pth files there.
    echo "import site; site.addsitedir('$home')" >"$theirs/beside.pth"
    "$VENV/bin/python" -I -m pip -q --disable-pip-version-check --python "$KERNELS/bin/python" \
        install --no-deps -c constraints.txt triton
    touch "$STAMP"
}

main
