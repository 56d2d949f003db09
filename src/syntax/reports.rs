//! Collects reports, up to a number that somebody could read.

use crate::diagnostic::Diagnostic;

/// No more mistakes of one text are reported.
const MOST: usize = 1_000;

/// The reports about one text.
#[derive(Default)]
pub(super) struct Reports {
    list: Vec<Diagnostic>,
    more: bool,
}

impl Reports {
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < MOST {
            self.list.push(diagnostic);
        } else {
            self.more = true;
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
        self.list.sort_by_key(|diagnostic| {
            diagnostic.primary.as_ref().map_or(0, |label| label.span.start)
        });
        if self.more
            && let Some(last) = self.list.last_mut()
        {
            last.notes.push(format!("there are more mistakes; only {MOST} are reported"));
        }
        self.list
    }
}
