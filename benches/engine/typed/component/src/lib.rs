//! The same actor for the component model.

wit_bindgen::generate!({ path: "../bench.wit", world: "actor" });

struct Bench;

impl Guest for Bench {
    fn nop() {}

    fn echo(data: Vec<u8>) -> Vec<u8> {
        data
    }

    fn lookup(key: String) -> String {
        get(&key)
    }

    fn entries(entries: Vec<Entry>) -> Vec<Entry> {
        entries
    }

    fn revise(document: Document) -> Document {
        document
    }
}

export!(Bench);
