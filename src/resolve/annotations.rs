//! Annotations: kept as they are, and checked where we know what they mean.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::ir::{Annotation, Constant};
use crate::syntax::ast::{self, Value};

use super::Resolver;

/// What an annotation stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Namespace,
    Import,
    Alias,
    Interface,
    Role,
    Operation,
    Parameter,
    Type,
    Field,
    Union,
    Enum,
    EnumValue,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Namespace,
        Self::Import,
        Self::Alias,
        Self::Interface,
        Self::Role,
        Self::Operation,
        Self::Parameter,
        Self::Type,
        Self::Field,
        Self::Union,
        Self::Enum,
        Self::EnumValue,
    ];

    /// Its name in the declaration of a directive.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Namespace => "NAMESPACE",
            Self::Import => "IMPORT",
            Self::Alias => "ALIAS",
            Self::Interface => "INTERFACE",
            Self::Role => "ROLE",
            Self::Operation => "OPERATION",
            Self::Parameter => "PARAMETER",
            Self::Type => "TYPE",
            Self::Field => "FIELD",
            Self::Union => "UNION",
            Self::Enum => "ENUM",
            Self::EnumValue => "ENUM_VALUE",
        }
    }

    /// What it is, for people.
    const fn words(self) -> &'static str {
        match self {
            Self::Namespace => "a namespace",
            Self::Import => "an import",
            Self::Alias => "an alias",
            Self::Interface => "an interface",
            Self::Role => "a role",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Type => "a type",
            Self::Field => "a field",
            Self::Union => "a union",
            Self::Enum => "an enum",
            Self::EnumValue => "an enum's value",
        }
    }
}

/// An annotation whose meaning we know.
struct Known {
    name: &'static str,
    places: &'static [Place],
    text: Text,
}

/// Whether an annotation has a text.
#[derive(Clone, Copy, PartialEq)]
enum Text {
    /// None; other arguments are left alone.
    No,
    /// One may be there.
    May,
    /// One must be there, as the argument of that name or `value`.
    Must(&'static str),
}

const KNOWN: [Known; 9] = {
    use Place::{
        Alias, Enum, EnumValue, Field, Interface, Namespace, Operation, Parameter, Role, Type,
        Union,
    };
    const ROLES: &[Place] = &[Role, Interface];
    const FIELDS: &[Place] = &[Field, Parameter];
    [
        Known {
            name: "deprecated",
            places: &[Alias, Interface, Role, Operation, Type, Field, Union, Enum, EnumValue],
            text: Text::May,
        },
        Known { name: "version", places: &[Namespace], text: Text::Must("value") },
        Known { name: "operation", places: &[Operation], text: Text::Must("name") },
        Known { name: "actor", places: ROLES, text: Text::No },
        Known { name: "provider", places: ROLES, text: Text::No },
        Known { name: "ref", places: FIELDS, text: Text::No },
        Known { name: "reference", places: FIELDS, text: Text::No },
        Known { name: "novisit", places: &[Type, Union, Enum, Alias], text: Text::No },
        Known { name: "bytesAsArray", places: &[Operation], text: Text::No },
    ]
};

impl<'a> Resolver<'a> {
    /// The annotations of one thing, checked. `around` are those of what it is a part of, the outermost first.
    pub(super) fn annotate(
        &mut self,
        unit: usize,
        written: &'a [ast::Annotation],
        place: Place,
        around: &[(Place, &'a [ast::Annotation])],
    ) -> Vec<Annotation> {
        for (at, annotation) in written.iter().enumerate() {
            if self.check_declared(unit, annotation, place, written, around) {
                continue;
            }
            match KNOWN.iter().find(|known| known.name == annotation.name.value) {
                Some(known) => {
                    self.check_known(unit, known, annotation, place);
                    let mut before = written[..at].iter();
                    if let Some(first) = before.find(|first| first.name.value == known.name) {
                        let report = Diagnostic::new(
                            Code::REPEATED_ANNOTATION,
                            format!("`@{}` stands here twice", known.name),
                        );
                        let report = report
                            .at(annotation.span, "the second")
                            .and(first.span, "the first")
                            .help("take one of them away");
                        self.report(report);
                    }
                }
                None => self.lint_unknown(unit, annotation),
            }
        }
        written.iter().map(keep).collect()
    }

    fn check_known(
        &mut self,
        unit: usize,
        known: &Known,
        annotation: &ast::Annotation,
        place: Place,
    ) {
        let name = known.name;
        if !known.places.contains(&place) {
            let places: Vec<&str> = known.places.iter().map(|place| place.words()).collect();
            let report = Diagnostic::new(
                Code::IDLE_ANNOTATION,
                format!("`@{name}` has no effect on {}", place.words()),
            );
            let report = report
                .at(annotation.span, "")
                .help(format!("it belongs on {}", super::directives::or(&places)));
            self.lint(unit, report);
            return;
        }
        let wanted = match known.text {
            Text::No => return,
            Text::May => "value",
            Text::Must(wanted) => wanted,
        };
        let argument = match known.text {
            Text::May => annotation.arguments.first(),
            _ => annotation
                .arguments
                .iter()
                .find(|argument| argument.name.value == wanted || argument.name.value == "value"),
        };
        match argument {
            Some(argument) => match &argument.value.value {
                Value::String(text) if !text.is_empty() || known.text == Text::May => {
                    if name == "version" {
                        self.lint_version(unit, text, argument.value.span);
                    }
                }
                _ => self.report(
                    Diagnostic::new(Code::ARGUMENT_VALUE, format!("`@{name}` takes a text"))
                        .at(argument.value.span, "not a text between quotes")
                        .help(example(name)),
                ),
            },
            None if known.text == Text::May => {}
            None => self.report(
                Diagnostic::new(
                    Code::MISSING_ARGUMENT,
                    format!("`@{name}` lacks its argument `{wanted}`"),
                )
                .at(annotation.span, "without it, this says nothing")
                .help(example(name)),
            ),
        }
    }

    /// An annotation nobody declared is kept for plugins; but perhaps it is only misspelt.
    fn lint_unknown(&mut self, unit: usize, annotation: &'a ast::Annotation) {
        if unit != 0 || self.scopes[unit].open {
            return;
        }
        let name = annotation.name.value.as_str();
        let help = match self.unknown_annotations.get(name) {
            Some(help) => help.clone(),
            None => {
                let declared = self.directives.names(unit).into_iter();
                let known = KNOWN.iter().map(|known| known.name).chain(declared);
                let near = suggest::closest(name, known);
                let help = near.map(|near| format!("did you mean `@{near}`?"));
                self.unknown_annotations.insert(name, help.clone());
                help
            }
        };
        if let Some(help) = help {
            let report = Diagnostic::new(
                Code::UNKNOWN_ANNOTATION,
                format!("`@{name}` is nothing that is known"),
            );
            self.lint(unit, report.at(annotation.span, "kept, without effect").help(help));
        }
    }
}

fn example(name: &str) -> String {
    match name {
        "version" => "write it as in `@version(\"1.2.0\")`".to_owned(),
        "operation" => "write it as in `@operation(name: \"HandleRequest\")`".to_owned(),
        _ => format!("write it as in `@{name}(\"use the other one\")`"),
    }
}

fn keep(annotation: &ast::Annotation) -> Annotation {
    let arguments = annotation.arguments.iter();
    Annotation {
        name: annotation.name.value.clone(),
        arguments: arguments
            .map(|argument| (argument.name.value.clone(), constant(&argument.value.value)))
            .collect(),
    }
}

fn constant(value: &Value) -> Constant {
    match value {
        Value::Int(number) => Constant::Int(*number),
        Value::Float(number) => Constant::Float(*number),
        Value::String(text) => Constant::String(text.clone()),
        Value::Bool(value) => Constant::Bool(*value),
        Value::Null => Constant::Null,
        Value::Name(name) => Constant::Name(name.clone()),
        Value::List(items) => {
            Constant::List(items.iter().map(|item| constant(&item.value)).collect())
        }
        Value::Map(entries) => Constant::Map(
            entries
                .iter()
                .map(|(key, value)| (key.value.clone(), constant(&value.value)))
                .collect(),
        ),
    }
}

/// The text of `@deprecated`, if it is there; it may be empty.
pub(super) fn deprecated(annotations: &[Annotation]) -> Option<String> {
    let annotation = find(annotations, "deprecated")?;
    Some(match annotation.arguments.first() {
        Some((_, Constant::String(text))) => text.trim().to_owned(),
        _ => String::new(),
    })
}

/// The annotation of that name.
pub(super) fn find<'s>(annotations: &'s [Annotation], name: &str) -> Option<&'s Annotation> {
    annotations.iter().find(|annotation| annotation.name == name)
}

/// The text of an argument, which is called `name` or `value`.
pub(super) fn text<'s>(
    annotations: &'s [Annotation],
    name: &str,
    argument: &str,
) -> Option<&'s str> {
    let mut arguments = find(annotations, name)?.arguments.iter();
    let (_, value) = arguments.find(|(name, _)| name == argument || name == "value")?;
    if let Constant::String(text) = value { Some(text) } else { None }
}
