# Sourced by run, test and bench/run: finds the SDK and keeps it quiet. Sets nothing but functions and environment.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

require_dotnet() {
    if ! command -v dotnet >/dev/null 2>&1; then
        if [ -x "$HOME/.dotnet/dotnet" ]; then
            export PATH="$HOME/.dotnet:$PATH" DOTNET_ROOT="$HOME/.dotnet"
        else
            echo "Vitrine needs the .NET 10 SDK, and 'dotnet' is not on the path." >&2
            return 1
        fi
    fi
    if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
        echo "Vitrine needs the .NET 10 SDK (global.json); installed are:" >&2
        dotnet --list-sdks >&2
        return 1
    fi
}

# For libvips and fonts, which come as npm packages, and for the clients' tests.
require_node() {
    if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
        echo "Vitrine's build needs Node 20 or newer with npm, and 'node' or 'npm' is not on the path." >&2
        return 1
    fi
}

# build <project or solution> [arguments]: Release, silent unless it fails.
build() {
    local log
    log=$(mktemp)
    if ! dotnet build "$@" -c Release -v quiet >"$log" 2>&1 </dev/null; then
        sort -u "$log" | grep -E 'error|Error' >&2 || cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
