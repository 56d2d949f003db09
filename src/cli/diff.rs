//! `contractc diff`.

use super::args::{Diff, Format};
use super::check::count;
use super::load::{Loaded, load};
use super::{Outcome, Result, report};
use crate::compare::{Change, Level, Place, compare};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn run(args: &Diff) -> Result {
    let old = load(&args.old, &args.input, "diff {}")?;
    let new = load(&args.new, &args.input, "diff {}")?;
    let (Some(before), Some(after)) = (&old.checked.contract, &new.checked.contract) else {
        report::schemas(&[old, new], args.input.format)?;
        return Ok(Outcome::Findings);
    };
    let changes = compare(before, after);
    print(&changes, &old, &new, args.input.format)?;
    let has = |level| changes.iter().any(|change| change.level == level);
    Ok(Outcome::findings(has(Level::Breaking) || args.deny_warnings && has(Level::Careful)))
}

/// Prints what matters as reports on the two versions; for people, what does not, too.
fn print(
    changes: &[Change],
    old: &Loaded,
    new: &Loaded,
    format: Format,
) -> std::result::Result<(), super::Failure> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for change in changes {
        let Some(report) = diagnostic(change) else { continue };
        match change.place {
            Place::Old(span) => before.push(report.at(span, "in the old version")),
            Place::New(span) => after.push(report.at(span, "in the new version")),
            Place::Nowhere => after.push(report),
        }
    }
    report::print(
        &[(after.as_slice(), &new.checked.sources), (before.as_slice(), &old.checked.sources)],
        format,
    )?;
    if format == Format::Text {
        super::print(summary(changes).as_bytes())?;
    }
    Ok(())
}

fn diagnostic(change: &Change) -> Option<Diagnostic> {
    let code = match change.level {
        Level::Breaking => Code::BREAKING_CHANGE,
        Level::Careful => Code::NEW_TO_OLD,
        Level::Compatible => return None,
    };
    let report = Diagnostic::new(code, &change.message);
    Some(change.effects.iter().fold(report, |report, effect| report.note(effect)))
}

fn summary(changes: &[Change]) -> String {
    let of = |level| changes.iter().filter(move |change| change.level == level);
    let mut text: String =
        of(Level::Compatible).map(|change| format!("compatible: {}\n", change.message)).collect();
    if changes.is_empty() {
        return "nothing changed on the wire\n".to_owned();
    }
    text.push_str(&format!(
        "{}, {} whose readers must be upgraded first, {} compatible\n",
        count(of(Level::Breaking).count(), "breaking change"),
        of(Level::Careful).count(),
        of(Level::Compatible).count(),
    ));
    text
}
