//! Contracts and their operations.

use super::effect::{Flow, Whom};
use super::{Comparison, Level, Place, Version};
use crate::ir::{Field, Implementer, Operation};
use crate::wire::{Codec, OperationPlan, RecordPlan, Request, Response, TopLevel, TypePlan};
use std::collections::HashMap;

/// An operation with what goes over the wire.
type Planned<'a> = (&'a Operation, &'a OperationPlan);

/// A record with the fields that it was made of.
pub(super) type Fields<'a> = (&'a RecordPlan, &'a [Field]);

impl<'a> Version<'a> {
    /// All operations that one side implements. Which role they belong to does not go over the wire.
    fn operations(self, implementer: Implementer) -> Vec<Planned<'a>> {
        let roles = self.contract.roles.iter().zip(&self.plan.roles);
        let roles = roles.filter(|(role, _)| role.implementer == implementer);
        roles.flat_map(|(role, plans)| role.operations.iter().zip(plans)).collect()
    }

    /// A request as a record, if it is one: arguments are no other bytes than a struct of the same fields.
    fn record(self, (operation, plan): Planned<'a>) -> Option<Fields<'a>> {
        match &plan.request {
            Request::Arguments(record) => Some((record, operation.input.parameters())),
            Request::Value(TopLevel { codec: Codec::Struct(id), .. }) => self.structure(*id),
            _ => None,
        }
    }

    pub(super) fn structure(self, id: crate::ir::TypeId) -> Option<Fields<'a>> {
        match (self.plan.get(id), self.contract.get(id).fields()) {
            (TypePlan::Struct(record), Some(fields)) => Some((record, fields)),
            _ => None,
        }
    }
}

impl Comparison<'_> {
    pub(super) fn contracts(&mut self) {
        let (old, new) = (self.old.contract, self.new.contract);
        if old.id != new.id {
            self.changes.push(super::Change {
                level: Level::Breaking,
                message: format!("the contract is called `{}` now, and was `{}`", new.id, old.id),
                effects: vec!["calls name the contract, and links are made by its name".to_owned()],
                place: Place::Nowhere,
            });
        }
        for implementer in [Implementer::Provider, Implementer::Actor] {
            self.operations(implementer);
        }
    }

    fn operations(&mut self, implementer: Implementer) {
        let (old, new) = (self.old.operations(implementer), self.new.operations(implementer));
        let request = Flow { implementer, reply: false };
        let by_name = |operations: &[Planned<'_>]| -> HashMap<String, usize> {
            let names = operations.iter().map(|(_, plan)| plan.name.clone());
            names.zip(0..).collect()
        };
        let (before, after) = (by_name(&old), by_name(&new));
        for (operation, plan) in &new {
            match before.get(&plan.name) {
                Some(at) => self.operation(old[*at], (operation, plan), implementer),
                None => self.note(
                    Level::Careful,
                    format!("the operation `{}` is new", plan.name),
                    Place::New(operation.span),
                    request,
                    &[Whom::OldRefusesNew],
                ),
            }
        }
        for (operation, plan) in &old {
            if !after.contains_key(&plan.name) {
                self.note(
                    Level::Breaking,
                    format!("the operation `{}` is gone", plan.name),
                    Place::Old(operation.span),
                    request,
                    &[Whom::NewRefusesOld],
                );
            }
        }
    }

    fn operation(&mut self, old: Planned<'_>, new: Planned<'_>, implementer: Implementer) {
        self.request(old, new, Flow { implementer, reply: false });
        self.response(old, new, Flow { implementer, reply: true });
    }

    fn request(&mut self, old: Planned<'_>, new: Planned<'_>, flow: Flow) {
        let (name, place) = (&new.1.name, Place::New(new.0.span));
        if let (Some(old), Some(new)) = (self.old.record(old), self.new.record(new)) {
            return self.records(&new.0.root, old, new, flow);
        }
        let (message, whom): (_, &[_]) = match (&old.1.request, &new.1.request) {
            (Request::Empty, Request::Empty) => return,
            (Request::Value(old), Request::Value(new)) => {
                return self.codecs(name, &old.codec, &new.codec, place, flow);
            }
            // Without parameters, any payload is read; an empty one is nothing else.
            (Request::Empty, _) => ("has parameters now", &[Whom::NewRefusesOld]),
            (_, Request::Empty) => ("has no parameters any more", &[Whom::OldRefusesNew]),
            _ => (
                "takes its parameters in another form",
                &[Whom::NewRefusesOld, Whom::OldRefusesNew],
            ),
        };
        self.note(Level::Breaking, format!("`{name}` {message}"), place, flow, whom);
    }

    fn response(&mut self, old: Planned<'_>, new: Planned<'_>, flow: Flow) {
        let (name, place) = (&new.1.name, Place::New(new.0.span));
        // A reply that nobody reads may be anything; an empty one is none of an optional.
        let (message, read, whom) = match (&old.1.response, &new.1.response) {
            (Response::Void, Response::Void) => return,
            (Response::Value(old), Response::Value(new)) => {
                return self.codecs(name, &old.codec, &new.codec, place, flow);
            }
            (Response::Void, Response::Value(new)) => {
                ("returns something now", new, Whom::NewRefusesOld)
            }
            (Response::Value(old), Response::Void) => {
                ("returns nothing any more", old, Whom::OldRefusesNew)
            }
        };
        let message = format!("`{name}` {message}");
        if read.codec.is_optional() {
            self.note(Level::Compatible, message, place, flow, &[]);
        } else {
            self.note(Level::Breaking, message, place, flow, &[whom]);
        }
    }
}
