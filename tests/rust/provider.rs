//! What a provider answers beside its operations.

use crate::wire_contracts::{wapc, wire};
use wapc::Provider as _;
use wire::{DESCRIPTOR, Echo as _};

use crate::wire::Mirror;

fn origin() -> wapc::Origin<'static> {
    wapc::Origin::new("system", "cache")
}

#[test]
fn binds_actors_one_by_one() {
    let bindings = wapc::Bindings::new();
    let bind = |actor: &str, value: i32| {
        let configuration = wapc::Configuration { actor: actor.into(), ..Default::default() };
        bindings.bind(&origin(), &configuration, value);
    };
    bind("MA", 1);
    bind("MB", 2);
    bind("MA", 3);
    assert_eq!(*bindings.of(&wapc::Origin::new("MA", "cache")).expect("it is bound"), 3);
    let error = bindings.of(&wapc::Origin::new("MA", "")).expect_err("another binding");
    assert_eq!(error.into_text(), "actor MA is not bound");
    let gone = wapc::Configuration { actor: "MA".into(), ..Default::default() };
    assert_eq!(bindings.unbind(&origin(), &gone).as_deref(), Some(&3));
    assert!(bindings.of(&wapc::Origin::new("MA", "cache")).is_err());
    assert_eq!(*bindings.of(&wapc::Origin::new("MB", "cache")).expect("it is bound"), 2);
}

#[test]
fn reads_a_configuration() {
    struct Seen(std::cell::RefCell<wapc::Configuration>);
    impl wapc::Provider for Seen {
        fn bind(&self, _: &wapc::Origin, configuration: wapc::Configuration) -> wapc::Result<()> {
            self.0.replace(configuration);
            Ok(())
        }
    }
    let values = [("__wascc_tags", "a, b"), ("__wascc_expires", "12"), ("url", "x")];
    let payload = wapc::encode("C", |w| {
        w.record(2);
        w.key("module");
        w.str("MA");
        w.key("values");
        let values = values.map(|(key, value)| (key.to_owned(), value.to_owned()));
        w.map(&wapc::Map::from(values), |w, key| w.str(key), |w, value| w.str(value));
        w.end();
    });
    let payload = payload.expect("a payload");
    let seen = Seen(std::cell::RefCell::default());
    let descriptor = || DESCRIPTOR;
    let mut reply = Vec::new();
    wapc::answer_as_provider(&seen, &origin(), "BindActor", &payload, &mut reply, descriptor)
        .expect("ok");
    assert_eq!(reply, [0xc0]);
    let configuration = seen.0.borrow();
    assert_eq!(configuration.actor, "MA");
    assert_eq!(configuration.tags().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(configuration.expires(), Some(12));
    assert_eq!((configuration.get("url"), configuration.issuer()), (Some("x"), None));
}

#[test]
fn answers_the_reserved_operations() {
    let health = Mirror.dispatch(&origin(), "HealthRequest", &[]).expect("health");
    assert_eq!(health, b"\x82\xa7healthy\xc3\xa7message\xa0");
    assert_eq!(Mirror.health(&origin()).expect("health"), wapc::Health::default());
    let error = Mirror.dispatch(&origin(), "BindActor", &[]).expect_err("no configuration");
    assert_eq!(error.into_text(), "CapabilityConfiguration: truncated");
    let descriptor = Mirror.dispatch(&origin(), "GetCapabilityDescriptor", &[]).expect("it");
    let mut expected =
        b"\x86\xa2id\xaecontractc:wire\xa4name\xaecontractc:wire\xa7version\xa50.0.0\
        \xa8revision\x00\xb0long_description"
            .to_vec();
    expected.push(0xa0 | DESCRIPTOR.long_description.len() as u8);
    assert!(descriptor.starts_with(&expected[..60]), "{descriptor:02x?}");
    let operation = b"\x83\xa4name\xa4Bool\xa9direction\x81\x01\xc0\xa7doctext\xa0";
    assert!(descriptor.windows(operation.len()).any(|window| window == operation));
}

#[test]
fn an_origin_is_never_without_a_binding() {
    assert_eq!(wapc::Origin::new("MA", "").binding(), "default");
    assert_eq!(wapc::Origin::default().binding(), "");
}
