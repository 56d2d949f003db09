//! Recursive types, as deep as they may be, and one deeper.

use super::typical::{Payload, Shapes, Step};
use crate::ir::TypeId;
use crate::wire::Codec;

/// A way from a type to itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// The type.
    pub of: TypeId,
    /// The way to the type.
    pub to: Vec<Step>,
    /// The way from it to another value of it.
    pub round: Vec<Step>,
}

impl Cycle {
    /// The place after so many rounds.
    #[must_use]
    pub fn path(&self, rounds: usize) -> Vec<Step> {
        let mut path = self.to.clone();
        (0..rounds).for_each(|_| path.extend_from_slice(&self.round));
        path
    }
}

/// All shortest cycles of a payload, one for each place where a type meets itself.
#[must_use]
pub fn cycles(shapes: Shapes<'_>, payload: Payload<'_>) -> Vec<Cycle> {
    let mut search = Search { shapes, path: Vec::new(), within: Vec::new(), found: Vec::new() };
    match payload {
        Payload::Value(codec) => search.visit(codec),
        Payload::Fields(fields) => {
            for (at, field) in fields.iter().enumerate() {
                search.step(Step::Field(at), &field.codec);
            }
        }
    }
    search.found
}

struct Search<'p> {
    shapes: Shapes<'p>,
    path: Vec<Step>,
    /// The types around, and where they begin in the path.
    within: Vec<(TypeId, usize)>,
    found: Vec<Cycle>,
}

impl Search<'_> {
    fn visit(&mut self, codec: &Codec) {
        match codec {
            Codec::Optional(inner) => self.step(Step::Some, inner),
            Codec::List(item) => self.step(Step::Item, item),
            Codec::Map(_, value) => self.step(Step::Entry, value),
            Codec::Struct(id) | Codec::Union(id) => {
                if let Some((_, start)) = self.within.iter().find(|(around, _)| around == id) {
                    let (to, round) = self.path.split_at(*start);
                    let cycle = Cycle { of: *id, to: to.to_vec(), round: round.to_vec() };
                    if self.found.iter().all(|found| found.round != cycle.round) {
                        self.found.push(cycle);
                    }
                    return;
                }
                // A few are enough, and a schema of hundreds of types would have very many.
                if self.found.len() > 8 || self.within.len() > 8 {
                    return;
                }
                self.within.push((*id, self.path.len()));
                if let Codec::Struct(id) = codec {
                    for (at, field) in self.shapes.fields(*id).iter().enumerate() {
                        self.step(Step::Field(at), &field.codec);
                    }
                } else if let Some(plan) = self.shapes.union(*id) {
                    for (at, (_, codec)) in plan.members.iter().enumerate() {
                        self.step(Step::Member(at), codec);
                    }
                }
                self.within.pop();
            }
            _ => {}
        }
    }

    fn step(&mut self, step: Step, codec: &Codec) {
        self.path.push(step);
        self.visit(codec);
        self.path.pop();
    }
}
