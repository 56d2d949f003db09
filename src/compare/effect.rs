//! Who sends what to whom, and what becomes of it.

use crate::ir::Implementer;

/// The way of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flow {
    /// Who implements the operation.
    pub implementer: Implementer,
    /// Whether it goes back to the caller.
    pub reply: bool,
}

/// Who does not understand whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Readers of the new version refuse what writers of the old one send.
    NewRefusesOld,
    /// Readers of the old version refuse what writers of the new one send.
    OldRefusesNew,
    /// Either takes it for something else.
    Mistaken,
}

impl Flow {
    /// The effect, in a sentence.
    pub fn sentence(self, whom: Whom) -> String {
        let (implementer, caller) = match self.implementer {
            Implementer::Provider => ("providers", "actors"),
            Implementer::Actor => ("actors", "providers"),
        };
        let (reader, writer, verb) = if self.reply {
            (caller, implementer, "answer")
        } else {
            (implementer, caller, "send")
        };
        match whom {
            Whom::NewRefusesOld => format!("new {reader} refuse what old {writer} {verb}"),
            Whom::OldRefusesNew => format!("old {reader} refuse what new {writer} {verb}"),
            Whom::Mistaken => {
                format!(
                    "{reader} take what {writer} of the other version {verb} for something else"
                )
            }
        }
    }
}
