// Unpacks the browser of the npm package @sparticuz/chromium, so that it runs from its own folder, without root:
// node tests/chromium.mjs PACKAGE FOLDER
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";

const [from, to] = process.argv.slice(2).map((path) => resolve(path));
const unpacked = (name) => brotliDecompressSync(readFileSync(join(from, "bin", name)));

mkdirSync(to, { recursive: true });
const program = join(to, "chrome");
writeFileSync(program, unpacked("chromium.br"), { mode: 0o755 });
// Libraries and fonts, for systems that have none.
for (const name of ["al2023.tar.br", "fonts.tar.br"]) {
  execFileSync("tar", ["-xf", "-", "-C", to], { input: unpacked(name) });
}
const lines = ["#!/bin/sh"];
if (execFileSync("ldd", [program]).includes("not found")) {
  lines.push(`export LD_LIBRARY_PATH="${join(to, "lib")}"`);
}
if (!existsSync("/etc/fonts/fonts.conf")) {
  lines.push(`export FONTCONFIG_PATH="${join(to, "fonts")}"`);
}
lines.push(`exec "${program}" "$@"`);
writeFileSync(join(to, "chromium"), lines.join("\n") + "\n", { mode: 0o755 });
