//! How large modules are: six clients and the HTTP handler, as they are generated beside how they were written by hand
//! (`benches/handwritten`), and what each further type with an operation adds. Bytes before wasm-opt.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use contractc::conformance::toolchain::{Kind, Toolchain, find, find_version};
use contractc::generate::{Unit, Wanted, generate};
use contractc::ir::Contract;
use contractc::loader::FileLoader;
use contractc::targets::{Files, Side, find as target};

use crate::support::Row;

/// What generated code may have of the size of code that was written by hand.
const RATIO: f64 = 1.05;
const FURTHER: usize = 20;

/// A compiler, one way to use it, and how large its module may be.
struct Way {
    name: &'static str,
    kind: Kind,
    build: &'static [&'static str],
    /// What this way has beside what the ways of its compiler share.
    further: &'static [&'static str],
    bound: f64,
    /// What a further type with an operation may add, and a call of it: its text in the actor, and what it stands before.
    growth: Option<(f64, &'static str, &'static str)>,
}

const ZIG_CALL: &str = "        _ = try self.store.change@(ctx, request.path, .{ .name = request.path, .count = hits, .price = 1 });\n";
const GO_CALL: &str = "	if _, err := c.Store.Change@(request.Path, keyvalue.More@{Name: request.Path, Count: hits, Price: 1}); err != nil {
		return httpserver.Response{}, err
	}
";
const AS_CALL: &str = "    const more@ = new keyvalue.More@();
    more@.name = request.path;
    more@.count = hits.value;
    more@.price = 1;
    const changed@ = this.store.change@(request.path, more@);
    if (changed@.failed) return wapc.fail<httpserver.Response>(changed@.error);
";
const AS_PLACE: &str = "    const entry = new keyvalue.Entry();\n";
const GO_PLACE: &str = "	_, err = c.Store.Put(";

const ASSEMBLYSCRIPT: &[&str] = &["actor.ts", "-o", "actor.wasm", "-Oz", "--use", "abort="];
const TINYGO: &[&str] = &[
    "build",
    "-o",
    "actor.wasm",
    "-target=wasm-unknown",
    "-opt=z",
    "-no-debug",
    "-panic=trap",
    "-scheduler=none",
];

const WAYS: [Way; 6] = [
    Way {
        name: "Zig",
        kind: Kind::Zig,
        build: &[
            "build-exe",
            "actor.zig",
            "-femit-bin=actor.wasm",
            "-target",
            "wasm32-freestanding",
            "-fno-entry",
            "-rdynamic",
            "--stack",
            "65536",
            "-fstrip",
            "-O",
            "ReleaseSmall",
        ],
        further: &[],
        bound: 22_700.0,
        growth: Some((550.0, ZIG_CALL, "        _ = try self.store.put(")),
    },
    Way {
        name: "AssemblyScript minimal",
        kind: Kind::AssemblyScript,
        build: ASSEMBLYSCRIPT,
        further: &["--runtime", "minimal"],
        bound: 18_700.0,
        growth: Some((1200.0, AS_CALL, AS_PLACE)),
    },
    Way {
        name: "AssemblyScript incremental",
        kind: Kind::AssemblyScript,
        build: ASSEMBLYSCRIPT,
        further: &["--runtime", "incremental"],
        bound: 27_800.0,
        growth: Some((1200.0, AS_CALL, AS_PLACE)),
    },
    Way {
        name: "TinyGo leaking",
        kind: Kind::TinyGo,
        build: TINYGO,
        further: &["-gc=leaking", "./actor"],
        bound: 26_000.0,
        growth: Some((1200.0, GO_CALL, GO_PLACE)),
    },
    Way {
        name: "TinyGo conservative",
        kind: Kind::TinyGo,
        build: TINYGO,
        further: &["-gc=conservative", "./actor"],
        bound: 35_000.0,
        growth: None,
    },
    Way {
        name: "upstream Go",
        kind: Kind::Go,
        build: &["build", "-o", "actor.wasm", "-buildmode=c-shared", "-ldflags=-s -w", "./actor"],
        further: &[],
        bound: 2_100_000.0,
        growth: None,
    },
];

/// The versions of Zig for which generated code is valid, too. The code that was written by hand is not.
const OLDER: [(&str, &str); 2] = [("Zig 0.16", "0.16.0"), ("Zig 0.15", "0.15.2")];

/// The figures of all languages; those of a compiler that is missing are not measured.
pub fn rows() -> Vec<Row> {
    WAYS.iter().flat_map(way).chain(OLDER.map(older)).collect()
}

fn older((name, version): (&'static str, &str)) -> Row {
    let way = Way { name, growth: None, ..WAYS[0] };
    let ours = find_version(way.kind, version).ok().map(|toolchain| {
        let plain = Folder::new(&way, "generated");
        plain.generate(&way, 0);
        plain.build(&toolchain, &way)
    });
    six_clients(&way, ours)
}

fn six_clients(way: &Way, ours: Option<f64>) -> Row {
    let name = format!("{}: six clients, HTTP", way.name);
    Row { name, unit: "bytes", ours, peer: None, limit: Some(way.bound) }
}

fn way(way: &Way) -> Vec<Row> {
    let found = find(way.kind).ok();
    let sizes = found.as_ref().map(|toolchain| {
        let by_hand = Folder::new(way, "by-hand");
        by_hand.copy(&handwritten(way.kind), true);
        let plain = Folder::new(way, "generated");
        plain.generate(way, 0);
        let larger = way.growth.map(|_| {
            let larger = Folder::new(way, "larger");
            larger.generate(way, FURTHER);
            larger.build(toolchain, way)
        });
        (plain.build(toolchain, way), by_hand.build(toolchain, way), larger)
    });
    let ours = sizes.map(|(ours, ..)| ours);
    let row = |name, ours, peer, limit| Row { name, unit: "bytes", ours, peer, limit: Some(limit) };
    let mut rows = vec![
        six_clients(way, ours),
        row(
            format!("{}: the same by hand", way.name),
            ours,
            sizes.map(|(_, by_hand, _)| by_hand),
            RATIO,
        ),
    ];
    if let Some((limit, ..)) = way.growth {
        let each = sizes.and_then(|(ours, _, larger)| Some((larger? - ours) / FURTHER as f64));
        rows.push(row(format!("{}: a further type", way.name), each, None, limit));
    }
    rows
}

/// The folder of the hand-written code.
fn handwritten(kind: Kind) -> PathBuf {
    let name = if kind.language() == "tinygo" { "go" } else { kind.language() };
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/handwritten").join(name)
}

/// Somewhere to build.
struct Folder(PathBuf);

impl Folder {
    fn new(way: &Way, name: &str) -> Self {
        let way = way.name.replace([',', ' '], "");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sizes").join(way).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    /// Copies a folder, with its contracts or without.
    fn copy(&self, from: &Path, contracts: bool) {
        for entry in fs::read_dir(from).expect("hand-written code").flatten() {
            let name = entry.file_name();
            let to = Self(self.0.join(&name));
            if !entry.path().is_dir() {
                fs::copy(entry.path(), to.0).expect("a copy");
            } else if contracts || name != "contracts" {
                fs::create_dir_all(&to.0).expect("a folder");
                to.copy(&entry.path(), contracts);
            }
        }
    }

    /// The same program on generated contracts, with so many further types and operations.
    fn generate(&self, way: &Way, further: usize) {
        self.copy(&handwritten(way.kind), false);
        let contracts = [contract("httpserver", 0), contract("keyvalue", further)];
        let units = contracts.each_ref().map(|contract| Unit {
            contract,
            schema: contract.source.clone(),
            module: None,
        });
        let wanted = Wanted {
            side: Some(Side::Guest),
            go_package: (way.kind.language() == "tinygo")
                .then(|| "example.com/counter/contracts".to_owned()),
            ..Wanted::default()
        };
        let language = target(way.kind.language()).expect("a target");
        let generated = generate(language, &units, &wanted, &Files::new()).expect("generated code");
        for (path, content) in generated.files.iter() {
            let path = self.0.join("contracts").join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, content).expect("a file");
        }
        if let Some((_, call, place)) = way.growth {
            let file =
                ["actor.zig", "actor.ts", "counter/counter.go"].map(|name| self.0.join(name));
            let file = file.iter().find(|file| file.is_file()).expect("an actor");
            let text = fs::read_to_string(file).expect("an actor");
            assert!(text.contains(place), "{}: nothing begins with {place}", file.display());
            let calls: String = (0..further).map(|at| call.replace('@', &at.to_string())).collect();
            fs::write(file, text.replacen(place, &(calls + place), 1)).expect("an actor");
        }
    }

    /// The bytes of the module.
    fn build(&self, toolchain: &Toolchain, way: &Way) -> f64 {
        let mut command: Command = toolchain.command();
        command.args(way.build).args(way.further).current_dir(&self.0);
        let output = command.output().expect("a compiler that runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{} in {}:\n{said}", way.name, self.0.display());
        fs::metadata(self.0.join("actor.wasm")).expect("a module").len() as f64
    }
}

/// A contract of the hand-written code, with so many further types, each with an operation.
fn contract(name: &str, further: usize) -> Contract {
    let path = format!("{}/benches/handwritten/{name}.widl", env!("CARGO_MANIFEST_DIR"));
    let mut text = fs::read_to_string(path).expect("a schema");
    let mut operations = String::new();
    for at in 0..further {
        let _ = writeln!(operations, "  Change{at}(id: string, more: More{at}): More{at}");
        let _ = writeln!(
            text,
            "type More{at} {{ name: string count: i32 price: f64 tags: [string] note: string? }}"
        );
    }
    let text = text.replacen("provider {\n", &format!("provider {{\n{operations}"), 1);
    let loader = FileLoader::new(Vec::<PathBuf>::new());
    contractc::check(&format!("{name}.widl"), text, &loader).contract.expect("a right schema")
}
