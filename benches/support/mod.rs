//! What the benchmarks share: medians, a table, and `target/bench/NAME.json`.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// One figure.
pub struct Row {
    /// What was measured.
    pub name: String,
    /// The unit of `ours` and `peer`.
    pub unit: &'static str,
    /// Ours.
    pub ours: Option<f64>,
    /// The peer's, in the same run.
    pub peer: Option<f64>,
    /// What is to be reached: in the unit where there is no peer, else ours divided by the peer's.
    pub limit: Option<f64>,
}

impl Row {
    /// A figure without a peer; `limit` is in its unit.
    pub fn absolute(name: impl Into<String>, unit: &'static str, ours: f64, limit: f64) -> Self {
        Self { name: name.into(), unit, ours: Some(ours), peer: None, limit: Some(limit) }
    }

    /// Whether it is within its limit; `None` if that is not known.
    pub fn holds(&self) -> Option<bool> {
        let (ours, limit) = (self.ours?, self.limit?);
        Some(self.peer.map_or(ours, |peer| ours / peer) <= limit)
    }
}

/// The middle of several measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Prints the rows.
pub fn print(name: &str, rows: &[Row]) {
    println!("\n{name}");
    println!("{:<46} {:>10} {:>10} {:>7} {:>7}  unit", "", "ours", "peer", "ratio", "limit");
    for row in rows {
        let ratio = row.ours.zip(row.peer).map(|(ours, peer)| ours / peer);
        let mark = match row.holds() {
            Some(true) => "",
            Some(false) => "  ABOVE THE LIMIT",
            None if row.ours.is_none() => "  NOT MEASURED",
            None => "",
        };
        println!(
            "{:<46} {:>10} {:>10} {:>7} {:>7}  {}{mark}",
            row.name,
            number(row.ours),
            number(row.peer),
            number(ratio),
            number(row.limit),
            row.unit
        );
    }
}

/// Prints the rows and writes them to `target/bench/NAME.json`.
pub fn report(name: &str, rows: &[Row]) {
    print(name, rows);
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "name": row.name, "unit": row.unit, "ours": row.ours, "peer": row.peer, "limit": row.limit,
            })
        })
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    let mut text = serde_json::to_string_pretty(&rows).expect("rows are JSON");
    text.push('\n');
    fs::create_dir_all(&folder).expect("target/bench");
    fs::write(folder.join(format!("{name}.json")), text).expect("to write the figures");
}

fn number(value: Option<f64>) -> String {
    let mut text = String::new();
    match value {
        None => text.push('-'),
        Some(value) if value >= 1000.0 => drop(write!(text, "{value:.0}")),
        Some(value) if value >= 10.0 => drop(write!(text, "{value:.1}")),
        Some(value) => drop(write!(text, "{value:.3}")),
    }
    text
}
