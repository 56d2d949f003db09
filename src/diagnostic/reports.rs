//! Collects reports, up to a number that somebody could read.

use super::{Diagnostic, Severity};

/// No more mistakes are reported, nor more warnings.
const MOST: usize = 1_000;

/// The reports of one stage about one schema.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    list: Vec<Diagnostic>,
    errors: Count,
    warnings: Count,
}

/// How many reports of one severity there are, and whether some were left out.
#[derive(Debug, Default)]
struct Count {
    kept: usize,
    more: bool,
}

impl Reports {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let count = match diagnostic.severity() {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        if count.kept < MOST {
            count.kept += 1;
            self.list.push(diagnostic);
        } else {
            count.more = true;
        }
    }

    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether one of them has something that the test looks for.
    pub fn any(&self, test: impl Fn(&Diagnostic) -> bool) -> bool {
        self.list.iter().any(test)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// All of them, by place.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(Diagnostic::place);
        for (more, severity, what) in [
            (self.errors.more, Severity::Error, "mistakes"),
            (self.warnings.more, Severity::Warning, "warnings"),
        ] {
            let last = self.list.iter_mut().rfind(|diagnostic| diagnostic.severity() == severity);
            if let Some(last) = last.filter(|_| more) {
                last.notes.push(format!("there are more {what}; only {MOST} are reported"));
            }
        }
        self.list
    }
}
