//! Every operation as a program calls it, beside bindings written by hand: the client over a transport that has its answer ready,
//! and the dispatch of a handler that does next to nothing.

use crate::compare;

/// What the other side answers.
struct Canned(Vec<u8>);

/// What can be measured, by name.
type Exchanges = Vec<(&'static str, Box<dyn FnMut()>)>;

/// What both bindings spell alike.
macro_rules! exchanges {
    ($bindings:ident) => {
        mod $bindings {
            use super::{Canned, Exchanges, Replies};
            use crate::$bindings::{httpserver, keyvalue, wapc};
            use httpserver::Actor as _;
            use std::hint::black_box;

            impl wapc::Transport for Canned {
                fn call(&self, _: &str, _: &str, _: &str, request: &[u8]) -> wapc::Result<Vec<u8>> {
                    black_box(request);
                    Ok(self.0.clone())
                }
            }

            struct Echo;

            impl httpserver::Actor for Echo {
                fn handle_request(
                    &self,
                    request: httpserver::Request,
                ) -> wapc::Result<httpserver::Response> {
                    Ok(httpserver::Response {
                        status_code: 200,
                        header: request.header,
                        body: request.body,
                        ..Default::default()
                    })
                }
            }

            /// One with a hundred within it.
            pub fn entry() -> keyvalue::Entry {
                let children = (0..100).map(|at| keyvalue::Entry {
                    key: format!("key {at}"),
                    value: vec![7; 32],
                    tags: vec!["a".into(), "b".into()],
                    ttl: Some(at),
                    ..Default::default()
                });
                keyvalue::Entry { children: children.collect(), ..Default::default() }
            }

            pub fn all(replies: Replies) -> Exchanges {
                let store = |reply| keyvalue::StoreClient::over(Canned(reply));
                let (get, add, set) = (store(replies.get), store(replies.add), store(Vec::new()));
                let (range, put, tags) =
                    (store(replies.range), store(replies.put), store(replies.tags));
                let entry = entry();
                let request = replies.request;
                macro_rules! exchange {
                    ($call:expr) => {
                        Box::new(move || {
                            black_box($call.expect("a reply"));
                        })
                    };
                }
                vec![
                    ("Get", exchange!(get.get(black_box("a key")))),
                    ("Add", exchange!(add.add(black_box("a key"), 1))),
                    ("Set", exchange!(set.set(black_box("a key"), "a value", Some(60)))),
                    ("Range", exchange!(range.range(black_box("a key"), 0, 99))),
                    ("Put", exchange!(put.put(black_box(&entry)))),
                    ("Tags", exchange!(tags.tags(black_box("a key")))),
                    (
                        "HandleRequest",
                        exchange!(Echo.dispatch("HandleRequest", black_box(&request))),
                    ),
                ]
            }
        }
    };
}

exchanges!(generated);
exchanges!(by_hand);

/// What is read, as generated code writes it.
#[derive(Clone)]
struct Replies {
    get: Vec<u8>,
    add: Vec<u8>,
    range: Vec<u8>,
    put: Vec<u8>,
    tags: Vec<u8>,
    request: Vec<u8>,
}

pub fn all() {
    use crate::generated::{httpserver, keyvalue, wapc};
    let header: wapc::Map<String, String> =
        (0..6).map(|at| (format!("x-name-{at}"), format!("value {at}"))).collect();
    let write = |write: &dyn Fn(&mut wapc::Writer)| wapc::encode("", write).expect("bytes");
    let entry = self::generated::entry();
    let texts: Vec<String> = (0..100).map(|at| format!("{at:010}")).collect();
    let request = httpserver::Request {
        method: "GET".into(),
        path: "/users/7".into(),
        query_string: "a=b".into(),
        header: header.clone(),
        body: vec![7; 64],
    };
    let replies = Replies {
        get: write(&|w| keyvalue::GetResponse { exists: true, value: "x".repeat(24) }.encode(w)),
        add: write(&|w| w.i32(70_000)),
        range: write(&|w| w.list(&texts, |w, item| w.str(item))),
        put: write(&|w| entry.encode(w)),
        tags: write(&|w| w.map(&header, |w, key| w.str(key), |w, value| w.str(value))),
        request: write(&|w| request.encode(w)),
    };
    let ours = self::generated::all(replies.clone());
    let pairs = ours.into_iter().zip(by_hand::all(replies));
    for ((name, ours), (_, theirs)) in pairs {
        compare("by hand", name, ours, theirs);
    }
}
