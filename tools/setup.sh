#!/usr/bin/env bash
# Makes the virtual environment $VENV with the Python named by $PYTHON, and installs the pinned packages there.
#
# Usage: tools/setup.sh [EXTRAS]   (of setup.py beside test and dev, joined by commas: rl, critic, planner)
#
# Does nothing when the environment is up to date. What is missing comes from apt-get where that is allowed;
# elsewhere one line says what to type.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}
EXTRAS=${1:-}
STAMP=$VENV/.physai-set-up${EXTRAS:+-$EXTRAS}
INPUTS=(setup.py setup.cfg package.xml pyproject.toml constraints.txt tools/setup.sh)

say() { echo "setup: $*" >&2; }
die() { say "$*"; exit 2; }

# Runs a command with its output in the log; when it fails, shows the log's end and stops.
quietly() {
    "$@" >>"$LOG" 2>&1 && return
    tail -n 15 "$LOG" >&2
    trap - EXIT
    die "failed: $* (all of it: $LOG)"
}

# Debian packages, as root or through a sudo that asks for no password.
apt_install() {
    local reason=$1 as_root=()
    shift
    command -v apt-get >/dev/null || die "$reason; install what this system calls: $*"
    if ((EUID != 0)); then
        as_root=(sudo -n)
        sudo -n true 2>/dev/null || die "$reason; run: sudo apt-get install $*"
    fi
    say "$reason: installing $*"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)
    "${apt[@]}" install -y --no-install-recommends "$@" >>"$LOG" 2>&1 && return
    quietly "${apt[@]}" update
    quietly "${apt[@]}" install -y --no-install-recommends "$@"
}

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }
in_venv() { "$VENV/bin/python" -I "$@"; }
pip_install() { in_venv -m pip install -q --disable-pip-version-check -c constraints.txt "$@"; }

# A default `python3` is content with any environment that is there; a Python asked for by name is not.
same_python() {
    local had wanted
    had=$(version_of "$VENV/bin/python" 2>/dev/null) || return 0
    [[ $PYTHON == python3 ]] && return
    wanted=$(version_of "$PYTHON" 2>/dev/null) || die "$PYTHON does not run"
    [[ $had == "$wanted" ]] ||
        die "$VENV holds Python $had, not $wanted; add VENV=.venv$wanted, or remove it with: make clean-venv"
}

up_to_date() {
    local input
    for input in "${INPUTS[@]}"; do [[ $STAMP -nt $input ]] || return 1; done
    "$VENV/bin/python" -c "" 2>/dev/null
}

find_python() {
    if ! command -v "$PYTHON" >/dev/null; then
        [[ $PYTHON == python3 ]] || die "there is no $PYTHON here; name another one: make PYTHON=python3"
        apt_install "there is no python3 here" python3 python3-venv
    fi
    local version
    version=$(version_of "$PYTHON" 2>/dev/null) || die "$PYTHON does not run"
    case $version in
        3.1[0-4]) ;;
        3.1[5-9]) say "Python $version is newer than those tried (3.10 to 3.14)" ;;
        *) die "$PYTHON is Python $version; physai_sim needs 3.10 to 3.14: make PYTHON=python3.11" ;;
    esac
}

make_venv() {
    if "$VENV/bin/python" -c "" 2>/dev/null; then
        in_venv -m pip --version >>"$LOG" 2>&1 || quietly in_venv -m ensurepip
        return
    fi
    [[ ! -e $VENV || -f $VENV/pyvenv.cfg || -z $(ls -A "$VENV") ]] ||
        die "$VENV is no virtual environment; name another: VENV=..."
    find_python
    local version
    version=$(version_of "$PYTHON")
    "$PYTHON" -c "import ensurepip, venv" 2>/dev/null ||
        apt_install "Python $version cannot make virtual environments" "python$version-venv"
    say "making $VENV with Python $version"
    quietly "$PYTHON" -m venv --clear "$VENV"
}

# PyBullet hands images over as NumPy arrays only when NumPy was there while it was built.
pybullet_has_numpy() {
    in_venv -c "import sys, pybullet; sys.exit(not pybullet.isNumpyEnabled())" >/dev/null 2>&1
}

require_compiler() {
    local version missing=()
    version=$(version_of "$VENV/bin/python")
    { command -v gcc && command -v g++; } >/dev/null || missing+=(g++)
    in_venv -c "import os, sysconfig as s; os.stat(s.get_path('include') + '/Python.h')" 2>/dev/null ||
        missing+=("python$version-dev")
    ((${#missing[@]} == 0)) ||
        apt_install "PyBullet has no wheel for Python $version and must be compiled" "${missing[@]}"
}

# pip's cache may hold a PyBullet that somebody's `pip install` built without NumPy for this Python.
forget_cached_pybullet() {
    local tag wheel
    tag=$(in_venv -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
    in_venv -m pip cache list --format=abspath pybullet 2>>"$LOG" | grep -- "-$tag-" |
        while read -r wheel; do rm -f "$wheel"; done || true
}

# Since release 14, GCC refuses a pointer conversion in PyBullet 3.2.7. The flag goes through CPPFLAGS,
# which setuptools adds; CFLAGS would replace Python's own flags, the optimisation among them.
build_pybullet() {
    CPPFLAGS="${CPPFLAGS:-} -Wno-error=incompatible-pointer-types" \
        pip_install --no-deps --no-build-isolation "$@" pybullet
}

install_pybullet() {
    pybullet_has_numpy && return
    pip_install --no-deps --force-reinstall --only-binary pybullet pybullet >>"$LOG" 2>&1 &&
        pybullet_has_numpy && return
    require_compiler
    say "building PyBullet with NumPy, since it has no wheel here (once, 4 to 10 minutes)"
    quietly build_pybullet
    pybullet_has_numpy && return
    say "pip's cache held a PyBullet without NumPy: building it anew"
    forget_cached_pybullet
    quietly build_pybullet --force-reinstall
    pybullet_has_numpy ||
        die "PyBullet still lacks NumPy after it was rebuilt; see: pip cache remove pybullet"
}

# The fast renderer needs EGL and a driver; Mesa's draws on the processor where there is no GPU.
egl_works() {
    in_venv -c "import moderngl; moderngl.create_context(standalone=True, backend='egl', require=430)" 2>>"$LOG"
}

install_egl() {
    egl_works && return
    if (apt_install "the fast renderer needs EGL" libegl1 libgl1-mesa-dri) && egl_works; then return; fi
    say "no OpenGL 4.3 through EGL here: worlds are drawn by the slow renderer"
}

main() {
    # Two makes at once take turns.
    exec 9<"tools/setup.sh"
    ! command -v flock >/dev/null || flock 9
    [[ ! -x $VENV/bin/python ]] || same_python
    up_to_date && return
    LOG=$(mktemp -t physai-setup.XXXXXX)
    trap 'rm -f "$LOG"' EXIT
    make_venv
    say "installing the pinned packages into $VENV"
    quietly pip_install setuptools wheel numpy
    install_pybullet
    quietly pip_install --no-build-isolation -e ".[test,dev${EXTRAS:+,$EXTRAS}]"
    install_egl
    touch "$VENV/.physai-set-up" "$STAMP"
    say "$VENV is ready (Python $(version_of "$VENV/bin/python"))"
}

main
