# Sourced by test: brings what the tests of docs/clients need, which is Python, and Node.js with TypeScript's compiler. Debian's packages, where this is root.
require_program() {
    command -v "$1" >/dev/null 2>&1 && return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests of the clients need '$1', which is not on the path." >&2
        return 1
    fi
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1 </dev/null || true
    command -v "$1" >/dev/null 2>&1 || { echo "'$1' could not be installed from Debian's package '$2'." >&2; return 1; }
}

# Type-checks the TypeScript client and leaves it runnable in tests/clients/obj.
prepare_clients() {
    local folder=tests/clients
    require_program python3 python3 && require_program node nodejs && require_program npm npm || return 1
    if ! node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)'; then
        echo "The tests of the clients need Node.js 20 or later, and this is $(node --version)." >&2
        return 1
    fi
    if ! [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
        (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >/dev/null </dev/null) || return 1
    fi
    node "$folder/node_modules/typescript/bin/tsc" -p "$folder" >&2
}
