//! What types and operations are in all but names.

use std::fmt::Write;

use super::typical::{Payload, Shapes};
use crate::ir::TypeId;
use crate::wire::{Codec, OperationPlan, TypePlan};

/// How much of a kind is told. Types that name one another in many ways would have no end.
const LONGEST: usize = 20_000;

impl Shapes<'_> {
    /// A type without names.
    #[must_use]
    pub(super) fn kind(self, codec: &Codec) -> String {
        let mut kind = String::new();
        self.describe(codec, &mut Vec::new(), &mut kind);
        kind
    }

    /// What an operation takes and returns, without names.
    #[must_use]
    pub(super) fn operation_kind(self, plan: &OperationPlan) -> String {
        let mut kind = String::new();
        let halves = [Payload::of_request(&plan.request), Payload::of_response(&plan.response)];
        for half in halves {
            match half {
                None => kind.push_str("nothing"),
                Some(Payload::Value(codec)) => self.describe(codec, &mut Vec::new(), &mut kind),
                Some(Payload::Fields(fields)) => {
                    kind.push_str("arguments");
                    for field in fields {
                        self.describe(&field.codec, &mut Vec::new(), &mut kind);
                    }
                }
            }
            kind.push(';');
        }
        kind
    }

    fn describe(self, codec: &Codec, within: &mut Vec<TypeId>, kind: &mut String) {
        if kind.len() > LONGEST {
            return;
        }
        match codec {
            Codec::Optional(inner) => {
                kind.push('?');
                self.describe(inner, within, kind);
            }
            Codec::List(item) => {
                kind.push('[');
                self.describe(item, within, kind);
            }
            Codec::Map(key, value) => {
                kind.push('{');
                self.describe(key, within, kind);
                self.describe(value, within, kind);
            }
            Codec::Struct(id) | Codec::Union(id) | Codec::Enum(id) => {
                if let Some(at) = within.iter().position(|around| around == id) {
                    let _ = write!(kind, "^{at}");
                    return;
                }
                within.push(*id);
                match self.0.get(*id) {
                    TypePlan::Struct(record) => {
                        let _ = write!(kind, "struct of {}:", record.fields.len());
                        for field in &record.fields {
                            self.describe(&field.codec, within, kind);
                        }
                    }
                    TypePlan::Union(union) => {
                        let _ = write!(kind, "union of {}:", union.members.len());
                        for (_, codec) in &union.members {
                            self.describe(codec, within, kind);
                        }
                    }
                    TypePlan::Enum(plan) => drop(write!(kind, "enum of {}", plan.values.len())),
                }
                within.pop();
            }
            scalar => drop(write!(kind, "{scalar:?} ")),
        }
    }
}
