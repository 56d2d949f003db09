//! Templates: handlebars, strict, without escaping. Rust decides, templates print.

use handlebars::template::TemplateElement::{Expression, HtmlExpression, RawString as Raw};
use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
    Renderable, no_escape,
};
use serde::Serialize;

/// The templates of one language.
pub struct Templates {
    registry: Handlebars<'static>,
}

impl Templates {
    /// Templates by name. Each can include the others.
    ///
    /// Beside handlebars' own helpers there is `{{#when flag}}…{{else}}…{{/when}}`, which takes nothing but a bool that is there:
    /// `if` is silently false for what is missing. And there is `{{#lines list}}…{{this}}…{{/lines}}`, which is `each` for a list
    /// of texts and nothing but the text itself, many times as fast.
    ///
    /// # Panics
    /// If a template is malformed. They are part of the program.
    #[must_use]
    pub fn new(sources: &[(&str, &str)]) -> Self {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(no_escape);
        registry.register_helper("when", Box::new(when));
        registry.register_helper("lines", Box::new(lines));
        for (name, source) in sources {
            assert!(
                !source.contains("{{{") && !source.contains("}}}"),
                "the template {name} has three braces in a row, which handlebars reads as its own"
            );
            registry
                .register_template_string(name, source)
                .unwrap_or_else(|error| panic!("the template {name} is malformed: {error}"));
        }
        Self { registry }
    }

    /// Prints a view.
    ///
    /// # Panics
    /// If the template names what the view has not. Both are part of the program.
    #[must_use]
    pub fn render(&self, name: &str, view: &impl Serialize) -> String {
        self.registry
            .render(name, view)
            .unwrap_or_else(|error| panic!("the template {name} does not fit its view: {error}"))
    }
}

fn when<'reg, 'rc>(
    helper: &Helper<'rc>,
    registry: &'reg Handlebars<'reg>,
    context: &'rc Context,
    render: &mut RenderContext<'reg, 'rc>,
    out: &mut dyn Output,
) -> HelperResult {
    let flag = helper.param(0).filter(|flag| !flag.is_value_missing());
    let Some(flag) = flag.and_then(|flag| flag.value().as_bool()) else {
        return Err(RenderErrorReason::Other("`when` needs a bool".to_owned()).into());
    };
    let branch = if flag { helper.template() } else { helper.inverse() };
    match branch {
        Some(branch) => branch.render(registry, context, render, out),
        None => Ok(()),
    }
}

fn lines<'reg, 'rc>(
    helper: &Helper<'rc>,
    _: &'reg Handlebars<'reg>,
    _: &'rc Context,
    _: &mut RenderContext<'reg, 'rc>,
    out: &mut dyn Output,
) -> HelperResult {
    let wrong = |what: &str| RenderErrorReason::Other(format!("`lines` needs {what}")).into();
    let list = helper.param(0).and_then(|list| list.value().as_array());
    let list = list.ok_or_else(|| wrong("a list"))?;
    let elements = helper.template().map_or(&[][..], |template| &template.elements);
    let (before, after) = match elements {
        [Raw(before), Expression(_) | HtmlExpression(_), Raw(after)] => (before.as_str(), after),
        [Expression(_) | HtmlExpression(_), Raw(after)] => ("", after),
        _ => return Err(wrong("`{{this}}` in a line of its own")),
    };
    for text in list {
        out.write(before)?;
        out.write(text.as_str().ok_or_else(|| wrong("texts"))?)?;
        out.write(after)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Templates;
    use serde_json::json;

    #[test]
    fn prints_lists_and_branches() {
        let templates = Templates::new(&[(
            "t",
            "{{#each items}}\n{{#when this.odd}}\n<{{this.name}}>\n{{else}}\n{{this.name}}\n{{/when}}\n{{/each}}\nend\n",
        )]);
        let view = json!({"items": [{"name": "a", "odd": true}, {"name": "b", "odd": false}]});
        assert_eq!(templates.render("t", &view), "<a>\nb\nend\n");
    }

    #[test]
    fn prints_texts_as_lines() {
        let templates =
            Templates::new(&[("t", "a {\n  {{#lines list}}\n  {{this}}\n  {{/lines}}\n}\n")]);
        assert_eq!(templates.render("t", &json!({"list": ["b", "c"]})), "a {\n  b\n  c\n}\n");
        assert_eq!(templates.render("t", &json!({"list": []})), "a {\n}\n");
    }

    #[test]
    #[should_panic(expected = "`lines` needs texts")]
    fn a_list_of_something_else_is_an_error() {
        let templates = Templates::new(&[("t", "{{#lines list}}\n{{this}}\n{{/lines}}\n")]);
        let _ = templates.render("t", &json!({"list": [1]}));
    }

    #[test]
    #[should_panic(expected = "`when` needs a bool")]
    fn a_missing_flag_is_an_error() {
        let _ = Templates::new(&[("t", "{{#when x}}a{{/when}}")]).render("t", &json!({}));
    }
}
