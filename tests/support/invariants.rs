//! What must hold for every text that the compiler is given, right or wrong. Shared by the property test and the fuzz target.

use contractc::Checked;
use contractc::diagnostic::{Code, render};
use contractc::loader::FileLoader;
use contractc::source::{SourceMap, Span};
use contractc::syntax::ast::{
    Annotation, Definition, Description, Field, File, Name, Operation, Parameters, Spanned,
    TypeRef, TypeRefKind, Value,
};

/// The codes of mistakes that the lexer reports.
const LEXICAL: [Code; 8] = [
    Code::UNKNOWN_CHARACTER,
    Code::SEMICOLON,
    Code::FOREIGN_COMMENT,
    Code::UNTERMINATED_STRING,
    Code::UNTERMINATED_BLOCK,
    Code::BAD_ESCAPE,
    Code::BAD_NUMBER,
    Code::TOO_LARGE,
];

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The lexer found nothing wrong.
    pub lexed: bool,
    /// Nor did the parser.
    pub parsed: bool,
    /// It is a right schema.
    pub resolved: bool,
}

/// Parses, resolves and renders a text. Panics where something does not hold.
pub fn hold(text: &str) -> Outcome {
    let mut sources = SourceMap::new();
    let id = sources.add("mutant.widl", text);
    let parsed = contractc::parse(sources.get(id).expect("just added"));
    let lexed = !parsed.diagnostics.iter().any(|report| LEXICAL.contains(&report.code));
    if let Some(file) = &parsed.file {
        Spans { text }.file(file);
        let whole = !file.definitions.is_empty() && file.broken.is_empty();
        assert!(
            whole || !parsed.diagnostics.is_empty(),
            "something is missing, and nobody says so"
        );
    } else {
        assert!(!parsed.diagnostics.is_empty(), "there is no tree, and nobody says why");
    }
    for comment in &parsed.trivia.comments {
        assert!(text[comment.span.range()].starts_with('#'));
    }

    let loader = FileLoader::new(Vec::<std::path::PathBuf>::new());
    let checked = contractc::check("mutant.widl", text, &loader);
    let errors = checked.diagnostics.iter().filter(|report| report.is_error()).count();
    assert_eq!(
        checked.contract.is_some(),
        errors == 0,
        "a contract, or a reason why there is none"
    );
    for report in &checked.diagnostics {
        for label in report.primary.iter().chain(&report.secondary) {
            let source = checked.sources.get(label.span.source).expect("a known source");
            within(&source.text, label.span);
        }
        assert!(!report.message.is_empty() && !report.message.ends_with('.'), "{}", report.message);
    }
    rendered(&checked);
    Outcome { lexed, parsed: parsed.diagnostics.is_empty(), resolved: checked.contract.is_some() }
}

fn rendered(checked: &Checked) {
    let batch = (&*checked.diagnostics, &checked.sources);
    let text = render::text(&[batch], render::Look::default());
    assert!(!text.contains('\u{1b}'), "text that the terminal would obey");
    assert_eq!(text.is_empty(), checked.diagnostics.is_empty());
    let json: serde_json::Value = serde_json::from_str(&render::json(&[batch])).expect("JSON");
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(checked.diagnostics.len()));
    let sarif: serde_json::Value = serde_json::from_str(&render::sarif(&[batch])).expect("JSON");
    assert_eq!(
        sarif["runs"][0]["results"].as_array().map(Vec::len),
        Some(checked.diagnostics.len())
    );
    assert_eq!(render::github(&[batch]).lines().count(), checked.diagnostics.len());
}

fn within(text: &str, span: Span) {
    assert!(span.start <= span.end, "{span:?} ends before it starts");
    assert!(text.get(span.range()).is_some(), "{span:?} is not inside of its text");
}

/// Looks at all spans of a tree: inside of the text, and inside of what they are a part of.
struct Spans<'a> {
    text: &'a str,
}

impl Spans<'_> {
    fn part(&self, span: Span, whole: Span) {
        within(self.text, span);
        assert!(
            whole.start <= span.start && span.end <= whole.end,
            "{span:?} outside of {whole:?}"
        );
    }

    fn name(&self, name: &Name, whole: Span) {
        self.part(name.span, whole);
        let written = &self.text[name.span.range()];
        let same = written == name.value || written.starts_with('"') || name.value == "value";
        assert!(same || !written.contains(':'), "`{written}`: {name:?}");
    }

    fn file(&self, file: &File) {
        let mut end = 0;
        for definition in &file.definitions {
            let span = definition.span();
            within(self.text, span);
            assert!(span.start >= end, "definitions overlap");
            end = span.end;
            self.definition(definition, span);
        }
        file.broken.iter().for_each(|name| within(self.text, name.span));
    }

    fn definition(&self, definition: &Definition, whole: Span) {
        match definition {
            Definition::Namespace(it) => {
                self.head(&it.description, Some(&it.name), &it.annotations, whole);
            }
            Definition::Import(it) => {
                self.head(&None, Some(&it.from), &it.annotations, whole);
                for name in it.names.iter().flatten() {
                    self.name(&name.name, whole);
                    name.alias.iter().for_each(|alias| self.name(alias, whole));
                }
            }
            Definition::Alias(it) => {
                self.head(&it.description, Some(&it.name), &it.annotations, whole);
                self.type_ref(&it.ty, whole);
            }
            Definition::Role(it) => {
                self.head(&it.description, it.name.as_ref(), &it.annotations, whole);
                it.operations.iter().for_each(|operation| self.operation(operation, whole));
            }
            Definition::Type(it) => {
                self.head(&it.description, Some(&it.name), &it.annotations, whole);
                it.implements.iter().for_each(|name| self.name(name, whole));
                it.fields.iter().for_each(|field| self.field(field, whole));
            }
            Definition::Union(it) => {
                self.head(&it.description, Some(&it.name), &it.annotations, whole);
                it.members.iter().for_each(|member| self.type_ref(member, whole));
            }
            Definition::Enum(it) => {
                self.head(&it.description, Some(&it.name), &it.annotations, whole);
                for value in &it.values {
                    self.part(value.span, whole);
                    self.head(
                        &value.description,
                        Some(&value.name),
                        &value.annotations,
                        value.span,
                    );
                    value.index.iter().for_each(|index| self.part(index.span, value.span));
                    value.display.iter().for_each(|text| self.name(text, value.span));
                }
            }
            Definition::Directive(it) => {
                self.head(&it.description, Some(&it.name), &[], whole);
                it.parameters.iter().for_each(|field| self.field(field, whole));
                it.locations.iter().for_each(|name| self.name(name, whole));
                it.requires.iter().for_each(|other| self.name(&other.directive, whole));
            }
            Definition::Function(it) => self.operation(it, whole),
        }
    }

    fn head(
        &self,
        description: &Description,
        name: Option<&Name>,
        annotations: &[Annotation],
        whole: Span,
    ) {
        description.iter().for_each(|text| self.part(text.span, whole));
        name.iter().for_each(|name| self.name(name, whole));
        for annotation in annotations {
            self.part(annotation.span, whole);
            self.name(&annotation.name, annotation.span);
            for argument in &annotation.arguments {
                self.name(&argument.name, annotation.span);
                self.value(&argument.value, annotation.span);
            }
        }
    }

    fn operation(&self, operation: &Operation, whole: Span) {
        self.part(operation.span, whole);
        let whole = operation.span;
        self.head(&operation.description, Some(&operation.name), &operation.annotations, whole);
        match &operation.parameters {
            Parameters::List(fields) => fields.iter().for_each(|field| self.field(field, whole)),
            Parameters::Unary(field) => self.field(field, whole),
        }
        operation.returns.iter().for_each(|returns| self.type_ref(&returns.ty, whole));
    }

    fn field(&self, field: &Field, whole: Span) {
        self.part(field.span, whole);
        self.head(&field.description, Some(&field.name), &field.annotations, field.span);
        self.type_ref(&field.ty, field.span);
        field.default.iter().for_each(|default| self.value(default, field.span));
    }

    fn type_ref(&self, ty: &TypeRef, whole: Span) {
        self.part(ty.span, whole);
        match &ty.kind {
            TypeRefKind::Name(name) => assert!(self.text[ty.span.range()].starts_with(name)),
            TypeRefKind::List(item) => self.type_ref(item, ty.span),
            TypeRefKind::Map(key, value) => {
                self.type_ref(key, ty.span);
                self.type_ref(value, ty.span);
            }
        }
    }

    fn value(&self, value: &Spanned<Value>, whole: Span) {
        self.part(value.span, whole);
        match &value.value {
            Value::List(items) => items.iter().for_each(|item| self.value(item, value.span)),
            Value::Map(entries) => entries.iter().for_each(|(key, item)| {
                self.name(key, value.span);
                self.value(item, value.span);
            }),
            _ => {}
        }
    }
}
