# shellcheck shell=sh
# What bin/start and bin/test have in common: say, find Python, install packages, fill the virtual environment.
# Sourced from the folder of the project; POSIX sh.

# What WeasyPrint needs to make a PDF. Without them the site runs, but makes no PDF.
PDF_LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
VENV_PYTHON=".venv/bin/python"

say() { printf '%s\n' "$*"; }
warn() { printf 'Let op: %s\n' "$*" >&2; }
die() {
    printf 'Gestopt: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# missing_packages NAME...: the Debian packages among these that are not installed, on one line.
missing_packages() {
    for package in "$@"; do
        case "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" in
            installed) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

# as_root COMMAND...: run as root, directly or through sudo without a password; 1 when neither can be had.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

apt_updated=""

# apt_install NAME...: install what is missing; 1 when that cannot be done (the caller says what it means).
apt_install() {
    have apt-get && have dpkg-query || return 1
    missing="$(missing_packages "$@")"
    [ -n "$missing" ] || return 0
    as_root true || return 1
    say "Systeempakketten installeren: $missing"
    if [ -z "$apt_updated" ]; then
        as_root apt-get update -qq || return 1
        apt_updated=yes
    fi
    # shellcheck disable=SC2086 # a list of names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# usable_python COMMAND: is this Python 3.11 or newer, able to make a virtual environment?
usable_python() {
    have "$1" && "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# find_python: set PYTHON to the first usable one; 1 when there is none.
find_python() {
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        usable_python "$PYTHON" && return 0
    done
    PYTHON=""
    return 1
}

# need_python: set PYTHON, installing it where that can be done, or stop with one sentence.
need_python() {
    find_python && return 0
    if have apt-get; then
        apt_install python3 python3-venv ca-certificates && find_python && return 0
        apt_install python3.11 python3.11-venv 2>/dev/null && find_python && return 0
    fi
    found="geen Python"
    have python3 && found="$(python3 --version 2>&1)"
    if have apt-get; then
        die "Python 3.11 of nieuwer met venv ontbreekt (gevonden: $found)." \
            "Voer uit: sudo apt-get install python3 python3-venv"
    fi
    die "Python 3.11 of nieuwer met venv ontbreekt (gevonden: $found) en dit systeem heeft geen apt." \
        "Installeer zelf Python 3.11+ en, voor PDF's, de bibliotheek Pango met PangoFT2 en HarfBuzz" \
        "(Fedora: dnf install python3 pango; Arch: pacman -S python pango; macOS: brew install python pango)."
}

# pdf_libraries_present: can the linker find what WeasyPrint loads?
pdf_libraries_present() {
    if have dpkg-query; then
        # shellcheck disable=SC2086 # a list of names
        [ -z "$(missing_packages $PDF_LIBRARIES)" ]
    elif have ldconfig; then
        [ "$(ldconfig -p 2>/dev/null | grep -cE 'libpango-1\.0|libpangoft2-1\.0')" -ge 2 ]
    else
        "$PYTHON" -c 'import sys; from ctypes.util import find_library as f
sys.exit(not (f("pango-1.0") and f("pangoft2-1.0")))' 2>/dev/null
    fi
}

# want_pdf_libraries: install them, or say in one sentence what is needed and go on.
want_pdf_libraries() {
    pdf_libraries_present && return 0
    # shellcheck disable=SC2086 # a list of names
    apt_install $PDF_LIBRARIES && return 0
    if have apt-get; then
        warn "PDF's maken kan nog niet; de rest werkt. Voer eenmalig uit: sudo apt-get install $PDF_LIBRARIES"
    else
        warn "PDF's maken kan nog niet; de rest werkt. Dit systeem heeft geen apt: installeer zelf Pango met PangoFT2" \
            "en HarfBuzz (Fedora: dnf install pango; Arch: pacman -S pango; Alpine: apk add pango;" \
            "macOS: brew install pango)."
    fi
}

# A stamp says that one lock file was installed completely; an interrupted install leaves none.
stamped() { [ "$(cat ".venv/stamp-$1" 2>/dev/null)" = "$(cksum <"$1")" ]; }

# venv_filled LOCKFILE: does .venv hold the locked versions? What the tests need holds all that the site needs.
venv_filled() {
    { stamped "$1" || { [ "$1" = requirements.txt ] && stamped requirements-dev.txt; }; } &&
        "$VENV_PYTHON" -c '' 2>/dev/null
}

# fill_venv LOCKFILE: .venv holds the locked versions afterwards, or the script stops with one sentence.
fill_venv() {
    lock="$1"
    venv_filled "$lock" && return 0
    [ -w . ] || die "deze map is alleen-lezen ($PWD). Zet het project in een map waarin u mag schrijven."
    rm -f .venv/stamp-*
    # Half made, or made for a Python that is gone: start anew.
    if ! "$VENV_PYTHON" -c 'import pip' 2>/dev/null; then
        say "Virtuele omgeving maken met $("$PYTHON" --version 2>&1)"
        "$PYTHON" -m venv --clear .venv || die "de virtuele omgeving .venv kon niet worden gemaakt; zie de melding hierboven."
    fi
    say "Pakketten installeren volgens $lock (de eerste keer duurt dit ongeveer een minuut)"
    install_locked "$lock" ||
        die "de pakketten uit $lock konden niet worden geïnstalleerd; controleer de internetverbinding en de schijfruimte."
    cksum <"$lock" >".venv/stamp-$lock"
}

# install_locked LOCKFILE: with uv, which is four times as fast; with pip where uv cannot be had.
install_locked() {
    pip="$VENV_PYTHON -m pip --disable-pip-version-check --quiet"
    if $pip install --require-hashes -r requirements-setup.txt 2>/dev/null &&
        "$VENV_PYTHON" -m uv pip install --quiet --python "$VENV_PYTHON" --require-hashes -r "$1" 2>/dev/null; then
        return 0
    fi
    $pip install --require-hashes -r "$1"
}
