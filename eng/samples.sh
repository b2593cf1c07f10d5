# Sourced by samples/*/run, which sets root. What a sample is started with is kept in its folder data, readable by its owner alone.
. "$root/eng/dotnet.sh"

# open_sample <name>: sets data, and exports what data/settings has. What is set already wins.
open_sample() {
    data=$root/samples/$1/data
    mkdir -p -m 700 "$data"
    [ -f "$data/settings" ] || return 0
    local name value
    while IFS='=' read -r name value; do
        [ -n "${!name:-}" ] || export "$name=$value"
    done <"$data/settings"
}

# keep <variable> <value>: exports it, now and at every later start.
keep() {
    (umask 077 && printf '%s=%s\n' "$1" "$2" >>"$data/settings")
    export "$1=$2"
}

# make_key <variable> <kind> <name>: a key of this machine's Vitrine, made once, unless the variable is set.
make_key() {
    [ -z "${!1:-}" ] || return 0
    local key
    key=$(cd "$root" && ./run keys create --kind "$2" --name "$3") || {
        echo "No key could be made. Is Vitrine on another machine? Then set $1 to a key of kind $2." >&2
        exit 1
    }
    keep "$1" "$key"
}

# start_sample <name> [arguments]: builds it and becomes it.
start_sample() {
    local name=$1
    shift
    require_dotnet
    build "$root/samples/$name/$name.csproj"
    exec dotnet "$root/samples/$name/bin/Release/net10.0/$name.dll" "$@"
}
