//! The value that stands around the piece under test, and all places where a piece can stand.

use std::collections::BTreeSet;

use super::containers::in_a_crowd;
use super::node::{Node, bin, integer, raw, text};
use crate::ir::TypeId;
use crate::wire::{Codec, FieldPlan, Plan, Request, Response, TypePlan, UnionPlan};

/// From how many fields on types that differ in names alone are alike.
const FIELDS: usize = 60;

/// One step into a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The value of an optional.
    Some,
    /// The first item of a list.
    Item,
    /// The first key of a map.
    Key,
    /// The first value of a map.
    Entry,
    /// A field of a struct, or an argument.
    Field(usize),
    /// A member of a union.
    Member(usize),
}

/// A whole payload.
#[derive(Clone, Copy, Debug)]
pub enum Payload<'p> {
    /// A map of fields: arguments.
    Fields(&'p [FieldPlan]),
    /// One value.
    Value(&'p Codec),
}

/// A place in a payload.
#[derive(Clone, Debug)]
pub struct Place<'p> {
    /// The way to it.
    pub path: Vec<Step>,
    /// The way as people write it: `.tags[]`; empty for the payload itself.
    pub name: String,
    /// What stands there.
    pub what: Payload<'p>,
    /// Whether everything that can stand there is tried, or only what depends on what is around it: a type's own pieces are
    /// tried where it first occurs.
    pub full: bool,
}

/// Payloads of a contract.
#[derive(Clone, Copy)]
pub struct Shapes<'p>(pub &'p Plan);

impl<'p> Payload<'p> {
    /// What a call sends.
    #[must_use]
    pub fn of_request(request: &'p Request) -> Option<Self> {
        match request {
            Request::Empty => None,
            Request::Arguments(record) => Some(Self::Fields(&record.fields)),
            Request::Value(top) => Some(Self::Value(&top.codec)),
        }
    }

    /// What a call returns.
    #[must_use]
    pub const fn of_response(response: &'p Response) -> Option<Self> {
        match response {
            Response::Void => None,
            Response::Value(top) => Some(Self::Value(&top.codec)),
        }
    }
}

impl<'p> Shapes<'p> {
    /// The fields of a struct.
    #[must_use]
    pub fn fields(self, id: TypeId) -> &'p [FieldPlan] {
        match self.0.get(id) {
            TypePlan::Struct(plan) => &plan.fields,
            _ => &[],
        }
    }

    /// The plan of a union.
    #[must_use]
    pub fn union(self, id: TypeId) -> Option<&'p UnionPlan> {
        if let TypePlan::Union(plan) = self.0.get(id) { Some(plan) } else { None }
    }

    /// The names and integers of an enum.
    #[must_use]
    pub fn values(self, id: TypeId) -> &'p [(String, i32)] {
        if let TypePlan::Enum(plan) = self.0.get(id) { &plan.values } else { &[] }
    }

    /// A payload with everything in it that its type has.
    #[must_use]
    pub fn typical(self, payload: Payload<'_>) -> Node {
        self.holding(payload, &[], None)
    }

    /// A typical payload that holds `piece` at the place `path`.
    #[must_use]
    pub fn with(self, payload: Payload<'_>, path: &[Step], piece: Node) -> Node {
        self.holding(payload, path, Some(piece))
    }

    fn holding(self, payload: Payload<'_>, path: &[Step], piece: Option<Node>) -> Node {
        match payload {
            Payload::Value(codec) => self.node(codec, path, piece, &mut Vec::new()),
            Payload::Fields(fields) => self.record(fields, path, piece, &mut Vec::new()),
        }
    }

    fn record(
        self,
        fields: &[FieldPlan],
        path: &[Step],
        piece: Option<Node>,
        within: &mut Vec<TypeId>,
    ) -> Node {
        let Some((step, rest)) = path.split_first() else {
            if let Some(piece) = piece {
                return piece;
            }
            return Node::Map(
                fields
                    .iter()
                    .map(|f| (text(&f.key), self.node(&f.codec, &[], None, within)))
                    .collect(),
            );
        };
        let entries = fields.iter().enumerate().map(|(at, field)| {
            let value = if *step == Step::Field(at) {
                self.node(&field.codec, rest, piece.clone(), within)
            } else {
                self.node(&field.codec, &[], None, within)
            };
            (text(&field.key), value)
        });
        Node::Map(entries.collect())
    }

    /// A value of a codec. `within` are the structs and unions around it: a value of a recursive type ends where it would repeat.
    fn node(
        self,
        codec: &Codec,
        path: &[Step],
        piece: Option<Node>,
        within: &mut Vec<TypeId>,
    ) -> Node {
        let (step, rest) = match path.split_first() {
            None => match piece {
                Some(piece) => return piece,
                None => (None, path),
            },
            Some((step, rest)) => (Some(step), rest),
        };
        let ends = step.is_none() && self.repeats(codec, within);
        match codec {
            Codec::Optional(_) if ends => raw([0xc0]),
            Codec::Optional(inner) => self.node(inner, rest, piece, within),
            Codec::List(_) if ends => Node::List(Vec::new()),
            Codec::List(item) => Node::List(vec![self.node(item, rest, piece, within)]),
            Codec::Map(..) if ends => Node::Map(Vec::new()),
            Codec::Map(key, value) => {
                let (key_piece, value_piece) = match step {
                    Some(Step::Key) => (piece, None),
                    _ => (None, piece),
                };
                let value_path = if value_piece.is_some() { rest } else { &[] };
                Node::Map(vec![(
                    self.node(key, &[], key_piece, within),
                    self.node(value, value_path, value_piece, within),
                )])
            }
            Codec::Struct(id) => {
                within.push(*id);
                let record = self.record(self.fields(*id), path, piece, within);
                within.pop();
                record
            }
            Codec::Union(id) => {
                let Some(plan) = self.union(*id) else { return raw([0xc1]) };
                within.push(*id);
                let at = match step {
                    Some(Step::Member(at)) => *at,
                    _ => plan
                        .members
                        .iter()
                        .position(|(_, codec)| !self.repeats(codec, within))
                        .unwrap_or_default(),
                };
                let (name, codec) = &plan.members[at];
                let value = self.node(codec, rest, piece, within);
                within.pop();
                Node::Map(vec![(text(name), value)])
            }
            scalar => self.scalar(scalar),
        }
    }

    fn scalar(self, codec: &Codec) -> Node {
        match codec {
            Codec::Bool => raw([0xc3]),
            Codec::Signed(_) => integer(7, true),
            Codec::Unsigned(_) => integer(9, false),
            Codec::F32 => raw([0xca, 0x3f, 0xc0, 0, 0]),
            Codec::F64 => raw([0xcb, 0x40, 0x04, 0, 0, 0, 0, 0, 0]),
            Codec::String => text("text"),
            Codec::Bytes => bin(b"\0bytes"),
            Codec::BytesAsArray => Node::List([0, 1, 200].map(|b| integer(b, false)).into()),
            Codec::DateTime => text("2020-02-29T12:30:45.5Z"),
            Codec::Raw => raw([0x92, 0x01, 0xc0]),
            Codec::Enum(id) => {
                integer(self.values(*id).first().map_or(0, |value| value.1.into()), true)
            }
            _ => raw([0xc1]),
        }
    }

    /// Whether a value of this codec, with something in it, would hold one of `within` again.
    fn repeats(self, codec: &Codec, within: &[TypeId]) -> bool {
        self.reaches(codec, within, &mut BTreeSet::new())
    }

    fn reaches(self, codec: &Codec, wanted: &[TypeId], seen: &mut BTreeSet<TypeId>) -> bool {
        match codec {
            Codec::Optional(inner) | Codec::List(inner) | Codec::Map(_, inner) => {
                self.reaches(inner, wanted, seen)
            }
            Codec::Struct(id) => {
                wanted.contains(id)
                    || seen.insert(*id)
                        && self.fields(*id).iter().any(|f| match &f.codec {
                            // What may be absent or empty ends the repetition there.
                            Codec::Optional(_) | Codec::List(_) | Codec::Map(..) => false,
                            codec => self.reaches(codec, wanted, seen),
                        })
            }
            Codec::Union(id) => {
                wanted.contains(id)
                    || seen.insert(*id)
                        && self.union(*id).is_some_and(|plan| {
                            plan.members.iter().all(|m| self.reaches(&m.1, wanted, seen))
                        })
            }
            _ => false,
        }
    }

    /// All places of a payload, the payload itself first. `seen` are the types whose pieces were tried; it grows.
    pub fn places(self, payload: Payload<'p>, seen: &mut BTreeSet<TypeId>) -> Vec<Place<'p>> {
        let mut walk = Walk { shapes: self, places: Vec::new(), seen };
        walk.visit(payload, &mut Vec::new(), "", true);
        walk.places
    }
}

struct Walk<'p, 's> {
    shapes: Shapes<'p>,
    places: Vec<Place<'p>>,
    seen: &'s mut BTreeSet<TypeId>,
}

impl<'p> Walk<'p, '_> {
    fn visit(&mut self, what: Payload<'p>, path: &mut Vec<Step>, name: &str, first: bool) {
        let id = match what {
            Payload::Value(Codec::Struct(id) | Codec::Union(id)) => Some(*id),
            _ => None,
        };
        let full = first && id.is_none_or(|id| self.seen.insert(id));
        self.places.push(Place { path: path.clone(), name: name.to_owned(), what, full });
        if !full {
            return;
        }
        match what {
            Payload::Fields(fields) => self.fields(fields, path, name),
            Payload::Value(codec) => match codec {
                Codec::Optional(inner) => self.step(inner, Step::Some, path, name, true),
                Codec::List(item) => self.step(item, Step::Item, path, &format!("{name}[]"), true),
                Codec::Map(key, value) => {
                    self.step(key, Step::Key, path, &format!("{name}{{key}}"), true);
                    self.step(value, Step::Entry, path, &format!("{name}{{}}"), true);
                }
                Codec::Struct(id) => self.fields(self.shapes.fields(*id), path, name),
                Codec::Union(id) => {
                    for (at, (member, codec)) in
                        self.shapes.union(*id).iter().flat_map(|plan| &plan.members).enumerate()
                    {
                        let name = format!("{name}.{member}");
                        self.step(codec, Step::Member(at), path, &name, true);
                    }
                }
                _ => {}
            },
        }
    }

    fn fields(&mut self, fields: &'p [FieldPlan], path: &mut Vec<Step>, name: &str) {
        // Of many fields of one type the first is tried with everything, the others with enough to tell them apart. Where there are
        // very many, so are their types: those that differ in names alone are one.
        let wide = fields.len() > FIELDS;
        let kinds: Vec<String> =
            fields.iter().filter(|_| wide).map(|field| self.shapes.kind(&field.codec)).collect();
        for (at, field) in fields.iter().enumerate() {
            let alike = if wide {
                kinds[..at].iter().filter(|kind| **kind == kinds[at]).count()
            } else if matches!(field.codec, Codec::Struct(_)) {
                0
            } else {
                fields[..at].iter().filter(|before| before.codec == field.codec).count()
            };
            if wide
                && alike >= 2
                && matches!(field.codec, Codec::Optional(_))
                && in_a_crowd(at, field)
            {
                continue;
            }
            let name = format!("{name}.{}", field.key);
            self.step(&field.codec, Step::Field(at), path, &name, alike < 2);
        }
    }

    fn step(
        &mut self,
        codec: &'p Codec,
        step: Step,
        path: &mut Vec<Step>,
        name: &str,
        first: bool,
    ) {
        path.push(step);
        self.visit(Payload::Value(codec), path, name, first);
        path.pop();
    }
}
