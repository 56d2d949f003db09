//! Roles, their operations, and who implements them.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::ir::{self, Annotation, Implementer, Input, Operation, Role};
use crate::source::Span;
use crate::syntax::ast::{self, Definition, Parameters};

use super::annotations::{Place, deprecated, find, text};
use super::structs::RowId;
use super::{Resolver, docs};

/// What a host sends to every provider by itself.
const RESERVED: [&str; 4] =
    ["BindActor", "RemoveActor", "GetCapabilityDescriptor", "HealthRequest"];

/// The names of roles that actors implement, if nothing else is said.
const ACTORS: [&str; 4] = ["Actor", "Consumer", "Handler", "Subscriber"];

impl<'a> Resolver<'a> {
    /// The roles of the schema. Those of imported files are checked, and left out.
    pub(super) fn define_roles(&mut self) -> Vec<Role> {
        let mut roles = Vec::new();
        for unit in 0..self.units.len() {
            let found = self.roles_of(unit);
            if unit == 0 {
                roles = found;
            }
        }
        self.lint_shared(&roles);
        roles
    }

    fn roles_of(&mut self, unit: usize) -> Vec<Role> {
        let definitions = &self.units[unit].file.definitions;
        let functions: Vec<&ast::Operation> = definitions
            .iter()
            .filter_map(|definition| match definition {
                Definition::Function(function) => Some(function),
                _ => None,
            })
            .collect();
        let mut roles: Vec<Role> = Vec::new();
        let mut names: HashMap<&str, Span> = HashMap::new();
        let mut anonymous: Option<Span> = None;
        for definition in definitions {
            match definition {
                Definition::Role(role) => {
                    let mut operations: Vec<&ast::Operation> = role.operations.iter().collect();
                    let place = role.name.as_ref().map_or(role.word, |name| name.span);
                    let first = match &role.name {
                        Some(name) => names.insert(&name.value, place),
                        None => {
                            // Functions without an interface belong to the one without a name.
                            if anonymous.is_none() {
                                operations.extend(&functions);
                            }
                            anonymous.replace(place)
                        }
                    };
                    if let Some(first) = first {
                        self.report_second(role, place, first);
                    }
                    roles.push(self.define_role(unit, role, &operations));
                }
                Definition::Function(function) if anonymous.is_none() => {
                    let interface = definitions.iter().any(
                        |other| matches!(other, Definition::Role(role) if role.name.is_none()),
                    );
                    if !interface {
                        anonymous = Some(function.name.span);
                        roles.push(self.define_functions(unit, &functions));
                    }
                }
                _ => {}
            }
        }
        roles
    }

    fn report_second(&mut self, role: &ast::Role, place: Span, first: Span) {
        match &role.name {
            Some(name) => {
                let report = Diagnostic::new(
                    Code::DUPLICATE_ROLE,
                    format!("the role `{}` is declared twice", name.value),
                );
                self.report_twice(report, place, first);
            }
            None => {
                let report =
                    Diagnostic::new(Code::SECOND_INTERFACE, "a second interface without a name");
                self.report(
                    report
                        .at(place, "the second")
                        .and(first, "the first")
                        .help("name them: `interface Store { … }`"),
                );
            }
        }
    }

    fn define_functions(&mut self, unit: usize, functions: &[&'a ast::Operation]) -> Role {
        let span = functions.first().map_or_else(Span::default, |function| function.name.span);
        let operations = self.define_operations(unit, functions, Implementer::Actor, &[]);
        Role {
            name: self.anonymous_name(unit),
            implementer: Implementer::Actor,
            annotated: false,
            docs: Vec::new(),
            deprecated: None,
            operations,
            annotations: Vec::new(),
            span,
        }
    }

    fn define_role(
        &mut self,
        unit: usize,
        role: &'a ast::Role,
        operations: &[&'a ast::Operation],
    ) -> Role {
        let place = if role.is_interface { Place::Interface } else { Place::Role };
        let annotations = self.annotate(unit, &role.annotations, place, &[]);
        let span = role.name.as_ref().map_or(role.word, |name| name.span);
        let (implementer, annotated) = self.implementer(unit, role, &annotations, span);
        let around = [(place, role.annotations.as_slice())];
        let operations = self.define_operations(unit, operations, implementer, &around);
        Role {
            name: match &role.name {
                Some(name) => name.value.clone(),
                None => self.anonymous_name(unit),
            },
            implementer,
            annotated,
            docs: docs(&role.description),
            deprecated: deprecated(&annotations),
            operations,
            annotations,
            span,
        }
    }

    fn anonymous_name(&self, unit: usize) -> String {
        let definitions = self.units[unit].file.definitions.iter();
        let role = definitions.filter_map(|definition| match definition {
            Definition::Role(role) => role.name.as_ref(),
            _ => None,
        });
        let kept = self.types.iter().take(self.kept);
        let taken = role.map(|name| name.value.as_str()).chain(kept.map(|ty| ty.name.as_str()));
        let taken = taken.into_iter().any(|name| name == "Actor");
        if taken { "Interface" } else { "Actor" }.to_owned()
    }

    /// Who implements a role, and whether that is written there.
    fn implementer(
        &mut self,
        unit: usize,
        role: &ast::Role,
        annotations: &[Annotation],
        span: Span,
    ) -> (Implementer, bool) {
        match (find(annotations, "actor"), find(annotations, "provider")) {
            (Some(_), None) => return (Implementer::Actor, true),
            (None, Some(_)) => return (Implementer::Provider, true),
            (Some(_), Some(_)) => {
                let mut places = role.annotations.iter().filter(|annotation| {
                    matches!(annotation.name.value.as_str(), "actor" | "provider")
                });
                let report = Diagnostic::new(
                    Code::TWO_IMPLEMENTERS,
                    "a role is implemented by actors or by providers, not by both",
                );
                if let (Some(one), Some(other)) = (places.next(), places.next()) {
                    self.report(
                        report
                            .at(other.span, "says so")
                            .and(one.span, "says otherwise")
                            .help("take one of them away, or declare a role for each side"),
                    );
                }
                return (Implementer::Actor, true);
            }
            (None, None) => {}
        }
        let name = role.name.as_ref().map(|name| name.value.as_str());
        let (implementer, word, other) = match name {
            Some(name) if !ACTORS.contains(&name) => (Implementer::Provider, "provider", "actor"),
            _ => (Implementer::Actor, "actor", "provider"),
        };
        // A misspelt annotation is reported as what it is.
        let misspelt = role.annotations.iter().any(|annotation| {
            suggest::closest(&annotation.name.value, ["actor", "provider"]).is_some()
        });
        if misspelt {
            return (implementer, false);
        }
        let what = name.map_or_else(|| "the interface".to_owned(), |name| format!("`{name}`"));
        let report = Diagnostic::new(
            Code::INFERRED_IMPLEMENTER,
            format!("{what} does not say who implements it"),
        );
        self.lint(
            unit,
            report
                .at(span, format!("taken for a role of the {word}"))
                .help(format!("add `@{word}`, or `@{other}` if that is not so")),
        );
        (implementer, false)
    }

    fn define_operations(
        &mut self,
        unit: usize,
        operations: &[&'a ast::Operation],
        implementer: Implementer,
        around: &[(Place, &'a [ast::Annotation])],
    ) -> Vec<Operation> {
        let mut names: HashMap<&'a str, Span> = HashMap::new();
        let mut wire_names: HashMap<String, Span> = HashMap::new();
        let mut defined = Vec::with_capacity(operations.len());
        for written in operations {
            let operation = self.define_operation(unit, written, around);
            let span = written.name.span;
            let first = names.insert(&written.name.value, span);
            let same = wire_names.insert(operation.wire_name.clone(), span);
            if let Some(first) = first {
                let message = format!("the operation `{}` is declared twice", operation.name);
                self.report_twice(Diagnostic::new(Code::DUPLICATE_OPERATION, message), span, first);
                continue;
            }
            if let Some(first) = same {
                let message =
                    format!("two operations are called `{}` on the wire", operation.wire_name);
                self.report(
                    Diagnostic::new(Code::DUPLICATE_OPERATION, message)
                        .at(span, "the second")
                        .and(first, "the first")
                        .help("`@operation` gives an operation another name on the wire"),
                );
                continue;
            }
            if implementer == Implementer::Provider
                && RESERVED.contains(&operation.wire_name.as_str())
            {
                let report = Diagnostic::new(
                    Code::RESERVED_OPERATION,
                    format!("a provider already has an operation `{}`", operation.wire_name),
                );
                self.report(
                    report.at(span, "hosts call it on every provider by themselves").help(
                        "take it away: what is generated for a provider answers it; or give it another name",
                    ),
                );
            }
            defined.push(operation);
        }
        self.lint_case(
            unit,
            operations.iter().map(|operation| &operation.name).collect(),
            "operations",
        );
        defined
    }

    fn define_operation(
        &mut self,
        unit: usize,
        written: &'a ast::Operation,
        around: &[(Place, &'a [ast::Annotation])],
    ) -> Operation {
        let annotations = self.annotate(unit, &written.annotations, Place::Operation, around);
        let mut levels = around.to_vec();
        levels.push((Place::Operation, &written.annotations));
        let (input, stream) = match &written.parameters {
            Parameters::List(parameters) => {
                let streams = parameters.iter().any(|parameter| parameter.stream);
                (self.arguments(unit, written, parameters, &levels), streams)
            }
            Parameters::Unary(parameter) => {
                let row = self.declare_field(unit, parameter, &levels, Place::Parameter);
                self.lint_unary_default(unit, parameter);
                // Checked all the same, a default that has no effect is no part of the contract.
                let input = self.input(row).map(|field| ir::Field { default: None, ..field });
                (input.map(|field| Input::Value(Box::new(field))), parameter.stream)
            }
        };
        let (output, stream) = match &written.returns {
            Some(returns) => (self.resolve_result(unit, &returns.ty), stream || returns.stream),
            None => (Some(None), stream),
        };
        let bytes_as_array = find(&annotations, "bytesAsArray").is_some();
        if bytes_as_array {
            self.lint_bytes(unit, written, input.as_ref(), output.as_ref());
        }
        let wire_name = text(&annotations, "operation", "name");
        let wire_name = wire_name.filter(|name| !name.is_empty()).unwrap_or(&written.name.value);
        Operation {
            name: written.name.value.clone(),
            wire_name: wire_name.to_owned(),
            docs: docs(&written.description),
            deprecated: deprecated(&annotations),
            // Where a type is unknown, the operation still counts as declared.
            input: input.unwrap_or(Input::Nothing),
            output: output.flatten(),
            stream,
            bytes_as_array,
            annotations,
            span: written.name.span,
        }
    }

    fn arguments(
        &mut self,
        unit: usize,
        operation: &ast::Operation,
        parameters: &'a [ast::Field],
        levels: &[(Place, &'a [ast::Annotation])],
    ) -> Option<Input> {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut rows: Vec<RowId> = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let row = self.declare_field(unit, parameter, levels, Place::Parameter);
            if let Some(first) = seen.insert(&parameter.name.value, parameter.name.span) {
                let report = Diagnostic::new(
                    Code::DUPLICATE_PARAMETER,
                    format!(
                        "`{}` has two parameters `{}`",
                        operation.name.value, parameter.name.value
                    ),
                );
                self.report_twice(report, parameter.name.span, first);
                continue;
            }
            rows.push(row);
        }
        self.lint_case(
            unit,
            parameters.iter().map(|parameter| &parameter.name).collect(),
            "parameters",
        );
        if rows.is_empty() {
            return Some(Input::Nothing);
        }
        let fields: Option<Vec<_>> = rows.into_iter().map(|row| self.input(row)).collect();
        fields.map(Input::Arguments)
    }

    /// A parameter with its default.
    fn input(&mut self, row: RowId) -> Option<ir::Field> {
        let default = self.default_of(row, 0);
        let mut field = self.rows[row].field.clone()?;
        field.default = default;
        Some(field)
    }
}
