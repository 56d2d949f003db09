//! What each option gives, in compiled code.

use crate::{serde_contracts, views_contracts, wire, wire_contracts};

/// `--serde`: the types as JSON, under the names of the wire.
mod serde {
    use super::serde_contracts::{kitchen_sink, wapc, wire};

    #[test]
    fn types_go_to_json_and_back() {
        let entry = wire::Entry {
            key: "k".into(),
            value: vec![1, 2],
            tags: vec!["t".into()],
            kind: wire::Kind::Sealed,
            labels: wapc::Map::from([("bb".to_owned(), vec![1]), ("a".to_owned(), vec![])]),
            ..Default::default()
        };
        let json = serde_json::to_string(&entry).expect("JSON");
        let expected = r#"{"key":"k","value":[1,2],"tags":["t"],"ttl":null,"kind":"sealed","labels":{"a":[],"bb":[1]},"children":[]}"#;
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<wire::Entry>(&json).expect("an entry"), entry);
    }

    #[test]
    fn instants_and_raw_values_have_a_form() {
        let holder = wire::Holder {
            at: "2020-02-29T12:00:00.5Z".parse().expect("an instant"),
            raw: wapc::Raw::from(vec![0x01]),
            any: None,
            exact: 0.5,
            wide: -1.0,
        };
        let json = serde_json::to_string(&holder).expect("JSON");
        let expected =
            r#"{"at":"2020-02-29T12:00:00.5Z","raw":[1],"any":null,"exact":0.5,"wide":-1.0}"#;
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<wire::Holder>(&json).expect("it again"), holder);
    }

    #[test]
    fn every_construct_goes_there_and_back() {
        let maps = kitchen_sink::Maps {
            i8: wapc::Map::from([(-1, 1), (5, -5)]),
            color: wapc::Map::from([(kitchen_sink::Color::default(), "c".to_owned())]),
            ..Default::default()
        };
        let json = serde_json::to_string(&maps).expect("JSON");
        assert_eq!(serde_json::from_str::<kitchen_sink::Maps>(&json).expect("it again"), maps);
        let optionals = serde_json::from_str::<kitchen_sink::Optionals>("{}").expect("nothing");
        assert_eq!(optionals, kitchen_sink::Optionals::default());
    }

    #[test]
    fn what_is_absent_is_what_the_contract_says() {
        let all = serde_json::from_str::<wire::Defaults>("{}").expect("the defaults");
        assert_eq!(all, wire::Defaults::default());
        assert!(all.flag && all.small == -7);
        let one = serde_json::from_str::<kitchen_sink::Leaf>(r#"{"name":"a"}"#).expect("a leaf");
        assert!(one.weight == 1.0);
        assert!(serde_json::from_str::<kitchen_sink::Leaf>("{}").is_err());
    }
}

/// `--views`: what handlers get lies in the payload.
mod views {
    use super::views_contracts::{wapc, wire};
    use wire::EntryRef;

    #[test]
    fn strings_are_not_copied() {
        let entry = wire::Entry {
            key: "the key".into(),
            value: vec![1, 2, 3],
            tags: vec!["a tag".into()],
            labels: wapc::Map::from([("label".to_owned(), vec![7])]),
            children: vec![wire::Entry { key: "a child".into(), ..Default::default() }],
            ..Default::default()
        };
        let payload = wapc::encode("Entry", |w| entry.encode(w)).expect("a payload");
        let view = wapc::decode(&payload, "Entry", EntryRef::decode).expect("a view");
        let lies_in_it = |bytes: &[u8]| payload.as_ptr_range().contains(&bytes.as_ptr());
        assert!(lies_in_it(view.key.as_bytes()) && lies_in_it(&view.value));
        assert!(lies_in_it(view.tags[0].as_bytes()) && lies_in_it(view.labels[0].0.as_bytes()));
        assert!(lies_in_it(view.children[0].key.as_bytes()));
        assert_eq!(view.into_owned(), entry);
    }

    #[test]
    fn unions_and_recursion_have_views_too() {
        let shape = wire::Shape::String("text".into());
        let payload = wapc::encode("Shape", |w| shape.encode(w)).expect("a payload");
        let view = wapc::decode(&payload, "Shape", wire::ShapeRef::decode).expect("a view");
        assert_eq!(view, wire::ShapeRef::String("text"));
        let tree = wire::Tree { left: Some(Box::default()), ..Default::default() };
        let payload = wapc::encode("Tree", |w| tree.encode(w)).expect("a payload");
        let view = wapc::decode(&payload, "Tree", wire::TreeRef::decode).expect("a view");
        assert_eq!(view.into_owned(), tree);
    }
}

/// The adapter: an implementation as the transport of its client.
#[test]
fn a_client_reaches_a_provider_in_one_process() {
    use wire_contracts::wire::{EchoClient, EchoTransport, Kind};
    let client = EchoClient::over(EchoTransport(wire::Mirror));
    assert_eq!(client.i32(-5).expect("a number"), -5);
    let reply = client.arguments("k", 1, Some("x"), Kind::Broken).expect("the arguments");
    assert_eq!((reply.key.as_str(), reply.kind), ("k", Kind::Broken));
}
