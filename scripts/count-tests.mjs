// Adds up the results of test runners: node scripts/count-tests.mjs <file or folder>… → "passed failed", then a line for each that failed.
// Knows .NET's trx, and the json of vitest and of playwright.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const files = process.argv.slice(2).flatMap((path) => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  return found.isDirectory() ? readdirSync(path).filter((name) => name.endsWith(".trx")).map((name) => join(path, name)) : [path];
});

let passed = 0;
let failed = 0;
const names = [];
for (const file of files) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".trx")) {
    const counters = /<Counters [^>]*>/.exec(text)?.[0] ?? "";
    const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(counters)?.[1] ?? 0);
    passed += count("passed");
    failed += count("failed") + count("error") + count("timeout") + count("aborted");
    for (const [result] of text.matchAll(/<UnitTestResult [^>]*>/g)) {
      if (!/ outcome="(Passed|NotExecuted)"/.test(result)) names.push(/ testName="([^"]*)"/.exec(result)?.[1] ?? "?");
    }
    continue;
  }
  const result = JSON.parse(text);
  if (result.stats) {
    // Passing at the second go is a failure: somebody will meet the first go.
    passed += result.stats.expected;
    failed += result.stats.unexpected + result.stats.flaky;
    const walk = (suite) => {
      for (const spec of suite.specs ?? []) if (!spec.ok || spec.tests.some((test) => test.status === "flaky")) names.push(`${spec.file}: ${spec.title}`);
      (suite.suites ?? []).forEach(walk);
    };
    result.suites.forEach(walk);
  } else {
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    for (const file of result.testResults) {
      for (const test of file.assertionResults) if (test.status === "failed") names.push(test.fullName);
    }
  }
}
console.log(`${passed} ${failed}`);
for (const name of names) console.log(name);
