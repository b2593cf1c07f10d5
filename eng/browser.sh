# Sourced by test and bench/run: brings the browser that the dashboard is tested in. Debian's Chromium, where this is root.
prepare_browser() {
    [ -x /usr/bin/chromium ] && return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The dashboard's tests need /usr/bin/chromium, which is not there." >&2
        return 1
    fi
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 </dev/null || true
    [ -x /usr/bin/chromium ] || { echo "Chromium could not be installed from Debian's package 'chromium'." >&2; return 1; }
}
