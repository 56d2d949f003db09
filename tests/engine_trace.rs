//! Calls are spans, and what guests log are events.
#![cfg(feature = "conformance")]

mod engine_support;

use engine_support::{host, module};
use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};

/// Writes down spans when they end, and events, with their fields.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

#[derive(Default)]
struct Fields(String);

impl tracing::field::Visit for Fields {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Notes {
    fn on_new_span(
        &self,
        attributes: &tracing::span::Attributes<'_>,
        id: &tracing::span::Id,
        context: Context<'_, S>,
    ) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_record(
        &self,
        id: &tracing::span::Id,
        values: &tracing::span::Record<'_>,
        context: Context<'_, S>,
    ) {
        let span = context.span(id).unwrap();
        values.record(span.extensions_mut().get_mut::<Fields>().unwrap());
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().unwrap().push(format!("{}{}", event.metadata().target(), fields.0));
    }

    fn on_close(&self, id: tracing::span::Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let parent = span.parent().map_or("", |parent| parent.name());
        let fields = &span.extensions().get::<Fields>().unwrap().0.clone();
        self.0.lock().unwrap().push(format!("{}{fields} in={parent:?}", span.metadata().target()));
    }
}

#[test]
fn calls_are_spans_and_logs_are_events() {
    let notes = Notes::default();
    let subscriber = tracing_subscriber::registry().with(notes.clone());
    tracing::subscriber::with_default(subscriber, || {
        let host = host();
        let actor = host.add_actor("MA", &module(host.engine(), "interop/forward")).unwrap();
        host.add_provider("p", &module(host.engine(), "interop/echo")).unwrap();
        host.bind("MA", "test:echo", "", "p", []).unwrap();
        notes.0.lock().unwrap().clear();
        actor.call("work", b"hello").unwrap();
        host.unbind("MA", "test:echo", "").unwrap();
        notes.0.lock().unwrap().truncate(2);
        actor.call("work", b"").unwrap_err();

        let mut logging = module(host.engine(), "interop/all_imports")
            .instantiate(|_: &str, _: &str, _: &str, _: &[u8]| Ok(vec![]))
            .unwrap();
        logging.call("x", b"").unwrap();
    });
    assert_eq!(
        *notes.0.lock().unwrap(),
        [
            r#"contractc::call module="interop/echo" operation="work" request=5 response=5 outcome="ok" in="call""#,
            r#"contractc::call module="interop/forward" operation="work" request=5 response=5 outcome="ok" in="""#,
            r#"contractc::call module="interop/forward" operation="work" request=0 response=0 outcome=the guest failed: no provider of test:echo is bound as default, and no actor has that id in="""#,
            r#"contractc::guest message=started module="interop/all_imports""#,
            r#"contractc::call module="interop/all_imports" operation="x" request=0 response=0 outcome="ok" in="""#,
        ]
    );
}
