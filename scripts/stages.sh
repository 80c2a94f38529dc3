# shellcheck shell=bash
# What each stage of make test does; test.sh has their order and adds up. Sourced from the repository's folder, never run.

results=$PWD/artifacts/tests

web_packages() { npm_ci web; }
web_tree() { (cd web && npm ls --all >/dev/null); }
web_lint() { (cd web && npm run --silent lint); }
web_types() { (cd web && npm run --silent typecheck); }
web_tests() {
    (cd web && npm run --silent test -- --reporter=default --reporter=json --outputFile.json="$results/vitest.json")
}
web_client() {
    local before
    before=$(sources_sum web/src/api)
    (cd web && npm run --silent apigen) || return 1
    [[ $before == "$(sources_sum web/src/api)" ]] ||
        die "the generated client differs from web/openapi: it has just been written anew, so look at web/src/api and commit it."
}
csharp_build() { dotnet_build; }
csharp_layout() { scripts/lint-layout.sh; }
csharp_tests() {
    local outcome=0
    rm -f artifacts/compliance.md
    dotnet test --configuration Release --no-build --nologo --logger trx --logger "console;verbosity=minimal" \
        --results-directory "$results/dotnet" --blame-hang-timeout 10m --blame-hang-dump-type none || outcome=$?
    # Kinds of providers × what each must do, as the suite found it.
    if [[ -f artifacts/compliance.md ]]; then cat artifacts/compliance.md; fi
    return "$outcome"
}
smpp_peers() {
    npm_ci tests/Chasqui.Smpp.Tests/Peers
    scripts/kannel.sh
}
browser() { scripts/chromium.sh >"$results/chromium"; }
browser_tests() {
    (cd web && CHROMIUM=$(tail -n 1 "$results/chromium") PLAYWRIGHT_JSON_OUTPUT_FILE=$results/playwright.json \
        npm run --silent e2e -- --reporter=list,json)
}
