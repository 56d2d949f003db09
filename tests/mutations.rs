//! The shipped schemas with random changes: whatever comes out, the compiler says something sensible about it.
//!
//! `CONTRACTC_MUTANTS=100000 cargo test --release --test mutations` looks longer. tests/fuzz does the same with coverage.

#[path = "support/invariants.rs"]
mod invariants;

use std::panic;

use contractc::diagnostic::render;
use contractc::loader::FileLoader;
use contractc::schemas;

/// splitmix64
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Tokens to put in, most of them right somewhere.
const TOKENS: [&str; 66] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ":",
    "=",
    "|",
    "&",
    "@",
    "?",
    ",",
    ".",
    "*",
    "\n",
    "\n\n",
    "#",
    "type",
    "enum",
    "role",
    "interface",
    "union",
    "alias",
    "scalar",
    "namespace",
    "import",
    "from",
    "as",
    "implements",
    "directive",
    "on",
    "require",
    "func",
    "stream",
    "void",
    "string",
    "u8",
    "f64",
    "bytes",
    "datetime",
    "value",
    "raw",
    "true",
    "null",
    "name",
    "Type",
    "FIELD",
    "0",
    "1",
    "-5",
    "18446744073709551615",
    "1.5e3",
    "\"text\"",
    "\"\"\"a\n  block\"\"\"",
    "@version(\"1.0.0\")",
    "@deprecated",
    "@actor",
    "@provider",
    "import * from \"wasmcloud:core\"",
    "{string: u64}",
    "[bytes]",
    "= {a: 1}",
    "type X {",
    "role R @provider {",
    "(a: u8)",
];

/// Texts that are no tokens, or no whole ones.
const NOISE: [&str; 16] = [
    "\"",
    "\"\"\"",
    "'",
    ";",
    "//",
    "/*",
    "\\",
    "$",
    "<",
    "é",
    "🌍",
    "\u{0}",
    "\u{1b}[31m",
    "007",
    "\r",
    "\u{feff}",
];

/// Cuts a text into words, strings, blanks and single characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = |letter: char| {
            if letter.is_alphanumeric() || letter == '_' {
                1
            } else {
                i32::from(letter.is_whitespace()) * 2
            }
        };
        let length = match first {
            '"' if rest.starts_with("\"\"\"") => {
                rest[3..].find("\"\"\"").map_or(rest.len(), |end| end + 6)
            }
            '"' => rest[1..].find(['"', '\n']).map_or(rest.len(), |end| end + 2),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            _ if class(first) == 0 => first.len_utf8(),
            _ => rest.find(|letter| class(letter) != class(first)).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// A schema with one to four changes.
fn mutant(schema: &str, random: &mut Random) -> String {
    let mut tokens: Vec<&str> = tokens(schema);
    for _ in 0..1 + random.below(4) {
        let at = random.below(tokens.len());
        let other = random.below(tokens.len());
        match random.below(12) {
            0 | 1 => drop(tokens.remove(at)),
            2 => tokens.insert(at, tokens[other]),
            3 => tokens.swap(at, other),
            4 | 5 => tokens[at] = random.pick(&TOKENS),
            6 | 7 => tokens.insert(at, random.pick(&TOKENS)),
            8 => tokens[at] = tokens[other],
            9 => tokens.truncate(at.max(1)),
            10 => {
                let (from, to) = (at.min(other), at.max(other).min(at.min(other) + 30));
                let copy = tokens[from..to].to_vec();
                let place = random.below(tokens.len());
                tokens.splice(place..place, copy);
            }
            _ => tokens.insert(at, random.pick(&NOISE)),
        }
        if tokens.is_empty() {
            break;
        }
    }
    tokens.concat()
}

#[test]
fn mutants_of_the_shipped_schemas_are_judged_without_a_panic() {
    let number =
        std::env::var("CONTRACTC_MUTANTS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let shipped: Vec<&str> = schemas::all().iter().map(|schema| schema.text).collect();
    let (mut lexed, mut parsed, mut resolved) = (0, 0, 0);
    for seed in 0..number {
        let mut random = Random(seed);
        let text = mutant(shipped[random.below(shipped.len())], &mut random);
        let outcome = panic::catch_unwind(|| invariants::hold(&text));
        let Ok(outcome) = outcome else {
            panic!("mutant {seed} of {number}:\n{text}");
        };
        lexed += u64::from(outcome.lexed);
        parsed += u64::from(outcome.parsed);
        resolved += u64::from(outcome.resolved);
    }
    println!("{number} mutants: {lexed} lexed, {parsed} parsed, {resolved} right");
    assert!(lexed * 10 >= number * 3, "only {lexed} of {number} get past the lexer");
    assert!(parsed > 0 && resolved > 0 && parsed < lexed, "{parsed} parsed, {resolved} right");
}

/// One token too few or too many in a right schema is one mistake, whatever it leads to.
#[test]
fn one_mistake_is_one_report() {
    /// Every so many tokens are tried; all of them take a minute.
    const STRIDE: usize = 4;
    let loader = FileLoader::new(Vec::<std::path::PathBuf>::new());
    let mut tried = 0;
    for schema in schemas::all() {
        let tokens = tokens(schema.text);
        let real = |at: &usize| !tokens[*at].trim().is_empty() && !tokens[*at].starts_with('#');
        for at in (0..tokens.len()).filter(real).step_by(STRIDE) {
            let mut fewer = tokens.clone();
            fewer.remove(at);
            let mut more = tokens.clone();
            more.splice(at..at, [tokens[at], " "]);
            for text in [fewer.concat(), more.concat()] {
                let checked = contractc::check("mutant.widl", text.as_str(), &loader);
                let errors = checked.diagnostics.iter().filter(|report| report.is_error()).count();
                tried += 1;
                assert!(
                    errors <= 1,
                    "`{}` too few or too many:\n{}",
                    tokens[at],
                    render::text(
                        &[(&checked.diagnostics, &checked.sources)],
                        render::Look::default()
                    )
                );
            }
        }
    }
    assert!(tried > 300, "{tried} tried");
}
