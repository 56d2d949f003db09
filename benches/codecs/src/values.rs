//! Every type, encoded and decoded, beside rmp-serde.

use std::collections::BTreeMap;
use std::hint::black_box;

use serde::{Deserialize, Serialize};

use crate::compare;
use crate::from_schemas::{httpclient, httpserver, keyvalue, typed, wapc};

/// The same types for serde, in the order of the wire.
mod peer {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct GetResponse {
        pub value: String,
        pub exists: bool,
    }

    #[derive(Serialize, Deserialize)]
    pub struct AddResponse {
        pub value: i32,
    }

    #[derive(Serialize, Deserialize)]
    pub struct DelResponse {
        pub key: String,
    }

    #[derive(Serialize, Deserialize)]
    pub struct ListRangeResponse {
        pub values: Vec<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct ListResponse {
        pub new_count: i32,
    }

    #[derive(Serialize, Deserialize)]
    pub struct SetResponse {
        pub value: String,
    }

    #[derive(Serialize, Deserialize)]
    pub struct SetOperationResponse {
        pub new_count: i32,
    }

    #[derive(Serialize, Deserialize)]
    pub struct SetQueryResponse {
        pub values: Vec<String>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Request {
        pub method: String,
        pub path: String,
        pub query_string: String,
        pub header: BTreeMap<String, String>,
        #[serde(with = "serde_bytes")]
        pub body: Vec<u8>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Response {
        pub status_code: u32,
        pub status: String,
        pub header: BTreeMap<String, String>,
        #[serde(with = "serde_bytes")]
        pub body: Vec<u8>,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Entry {
        pub id: u64,
        pub name: String,
        pub score: f64,
        pub active: bool,
    }
}

/// Measures one type: the same fields for both.
macro_rules! measure {
    ($module:ident::$name:ident { $($field:ident: $value:expr),* $(,)? }) => {
        let ours = $module::$name { $($field: $value),* };
        let theirs = peer::$name { $($field: $value),* };
        pair(
            concat!(stringify!($module), " ", stringify!($name)),
            &theirs,
            || wapc::encode(stringify!($name), |w| black_box(&ours).encode(w)).expect("bytes"),
            |bytes| wapc::decode(bytes, stringify!($name), $module::$name::decode).expect("a value"),
        );
    };
}

pub fn all() {
    let text = |length: usize| "x".repeat(length);
    let texts = || (0..10).map(|at| format!("{at:010}")).collect::<Vec<_>>();
    // Names whose order as texts is that of the wire.
    let header = || (0..6).map(|at| (format!("x-name-{at}"), format!("value {at}")));
    measure!(keyvalue::GetResponse { value: text(24), exists: true });
    measure!(keyvalue::AddResponse { value: -70_000 });
    measure!(keyvalue::DelResponse { key: text(12) });
    measure!(keyvalue::ListRangeResponse { values: texts() });
    measure!(keyvalue::ListResponse { new_count: 7 });
    measure!(keyvalue::SetResponse { value: text(40) });
    measure!(keyvalue::SetOperationResponse { new_count: 42 });
    measure!(keyvalue::SetQueryResponse { values: texts() });
    measure!(httpserver::Request {
        method: "GET".into(),
        path: "/users/7".into(),
        query_string: "a=b".into(),
        header: header().collect(),
        body: vec![7; 64],
    });
    measure!(httpserver::Response {
        status_code: 200,
        status: "OK".into(),
        header: header().collect(),
        body: vec![7; 512],
    });
    measure!(httpclient::Response {
        status_code: 404,
        status: "Not Found".into(),
        header: header().collect(),
        body: vec![7; 4096],
    });
    macro_rules! entries {
        ($module:ident) => {{
            let entry = |at: usize| $module::Entry {
                id: 1 << (at % 60),
                name: format!("record number {at}"),
                score: at as f64 / 3.0,
                active: at % 3 == 0,
            };
            (0..100).map(entry).collect::<Vec<_>>()
        }};
    }
    let (ours, theirs) = (entries!(typed), entries!(peer));
    pair(
        "100 records",
        &theirs,
        || {
            let ours = black_box(&ours);
            wapc::encode("Entries", |w| w.list(ours, |w, item| item.encode(w))).expect("bytes")
        },
        |bytes| wapc::decode(bytes, "Entries", |r| r.list(typed::Entry::decode)).expect("values"),
    );
}

/// Encodes and decodes one value both ways, after both have written the same bytes.
fn pair<T: Serialize + serde::de::DeserializeOwned, U>(
    name: &str,
    peer: &T,
    encode: impl Fn() -> Vec<u8>,
    decode: impl Fn(&[u8]) -> U,
) {
    let bytes = encode();
    let theirs = rmp_serde::to_vec_named(peer).expect("their bytes");
    assert_eq!(bytes, theirs, "{name}: the bytes differ");
    compare(
        "rmp-serde",
        &format!("encode {name}"),
        || drop(black_box(encode())),
        || drop(black_box(rmp_serde::to_vec_named(black_box(peer)))),
    );
    compare(
        "rmp-serde",
        &format!("decode {name}"),
        || drop(black_box(decode(black_box(&bytes)))),
        || drop(black_box(rmp_serde::from_slice::<T>(black_box(&bytes)).expect("their value"))),
    );
}
