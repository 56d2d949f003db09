// The old generator: `node peer.cjs SCHEMA` prints its Rust; with `--warm N` it does so N times in one process, and prints
// the median in milliseconds, from the schema's text to the code's.
const fs = require("fs");
const { parse, ast } = require("@wapc/widl");
const { ModuleVisitor } = require("@wapc/widl-codegen/rust");

function generate(text) {
  const document = parse(text, undefined, { noLocation: true });
  const writer = new ast.Writer();
  document.accept(new ast.Context({}), new ModuleVisitor(writer));
  return writer.string();
}

const [schema, flag, count] = process.argv.slice(2);
const text = fs.readFileSync(schema, "utf8");
if (flag === "--warm") {
  const times = [];
  for (let i = 0; i < Number(count) * 2; i++) {
    const start = process.hrtime.bigint();
    generate(text);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  const warm = times.slice(Number(count)).sort((a, b) => a - b);
  console.log(warm[Math.floor(warm.length / 2)]);
} else {
  process.stdout.write(generate(text));
}
