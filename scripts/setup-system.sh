#!/usr/bin/env bash
# Sees that the programs are there that tests need and no Python package brings; installs them where it may.
# They are Debian's names; elsewhere a browser in the PATH named chromium, chromium-browser or google-chrome will do,
# and any Java 17 or newer, in JAVA_HOME or the PATH, with Maven's mvn.
set -euo pipefail

needed=()
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
java_for_neo4j() {
    local program version
    for program in "${JAVA_HOME:-}/bin/java" "$(command -v java)" /usr/lib/jvm/*/bin/java; do
        version=$("$program" -version 2>&1 | sed -nE 's/.* version "([0-9]+).*/\1/p') || continue
        if [ "${version:-0}" -ge 17 ]; then return 0; fi
    done
    return 1
}
if ! browser >/dev/null; then
    needed+=(chromium)
fi
# Tests start Neo4j with Java, from jars that Maven fetches, unless they are given a server or Docker runs.
if [ -z "${GRAPHMAP_TEST_NEO4J_URI:-}" ] && ! docker info >/dev/null 2>&1; then
    if ! java_for_neo4j; then
        needed+=(openjdk-17-jre-headless)
    fi
    if ! command -v mvn >/dev/null; then
        needed+=(maven)
    fi
fi
if [ ${#needed[@]} -eq 0 ]; then
    exit 0
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
    root=(sudo -n)
fi
if ! command -v apt-get >/dev/null || ! ${root[@]+"${root[@]}"} true 2>/dev/null; then
    echo "The tests need these system packages: ${needed[*]}" >&2
    echo "This set-up may not install them here. On Debian and Ubuntu, as root:" >&2
    echo "    apt-get update && apt-get install --no-install-recommends ${needed[*]}" >&2
    exit 1
fi

# Debian 13 has Java 21 only; which it is can be asked once the lists are there.
newer_java_where_17_is_gone() {
    local name
    for name in "${needed[@]}"; do
        if [ "$name" = openjdk-17-jre-headless ] && ! apt-cache show "$name" >/dev/null 2>&1; then
            name=openjdk-21-jre-headless
        fi
        echo "$name"
    done
}

echo "· installing system packages: ${needed[*]}" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { ${root[@]+"${root[@]}"} apt-get update &&
    needed=($(newer_java_where_17_is_gone)) &&
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends "${needed[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "Installing ${needed[*]} failed; what apt-get said is above." >&2
    exit 1
fi
