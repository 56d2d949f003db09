//! Six clients and the HTTP handler, generated beside code written by hand: `benches/handwritten/assemblyscript`.

use std::fs;
use std::path::Path;

use contractc::targets::Side;

use crate::project::{Project, generated, node};
use crate::schemas;

/// What the module may have at most, in bytes.
const BOUNDS: [(&str, u64); 2] = [("minimal", 18_700), ("incremental", 27_800)];

fn copy(project: &Project, from: &Path, to: &str) {
    for entry in fs::read_dir(from).unwrap().flatten() {
        let to = format!("{to}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            copy(project, &entry.path(), &format!("{to}/"));
        } else {
            project.write(&to, &fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn handwritten_code_is_no_smaller() {
    let by_hand = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/handwritten");
    let theirs = Project::new("by-hand");
    copy(&theirs, &by_hand.join("assemblyscript"), "");
    let ours = Project::new("by-contractc");
    let contracts = ["keyvalue", "httpserver"]
        .map(|name| schemas::file(&format!("benches/handwritten/{name}.widl")));
    ours.write_all("contracts/", &generated(&contracts, Side::Guest));
    ours.write("actor.ts", &fs::read(by_hand.join("assemblyscript/actor.ts")).unwrap());
    for (runtime, bound) in BOUNDS {
        let options = ["-Oz", "--runtime", runtime, "--use", "abort="];
        let size = |project: &Project| {
            let wasm = project.compile("actor.ts", &options)?;
            Some(fs::metadata(wasm).unwrap().len())
        };
        let (Some(ours), Some(theirs)) = (size(&ours), size(&theirs)) else { return };
        println!("{runtime}: {ours} bytes generated, {theirs} by hand, {bound} at most");
        assert!(ours <= bound, "{runtime}: {ours} bytes are more than {bound}");
        assert!(ours * 100 <= theirs * 105, "{runtime}: {ours} bytes, by hand {theirs}");
    }
    if std::env::var_os("CONTRACTC_BENCH").is_none() {
        return;
    }
    for name in ["host.mjs", "time.mjs"] {
        ours.copy(&format!("assemblyscript/{name}"), name);
    }
    let options = ["-O3", "--runtime", "incremental", "--use", "abort="];
    let files = [ours.compile("actor.ts", &options), theirs.compile("actor.ts", &options)];
    let ([Some(a), Some(b)], Some(node)) = (files, node()) else { return };
    let ratio = ours.run(&node, &["time.mjs", "41", &a.to_string_lossy(), &b.to_string_lossy()]);
    println!("time against code by hand: {ratio}");
    assert!(ratio.trim().parse::<f64>().unwrap() <= 1.05, "{ratio} of the time of code by hand");
}
