//! A descriptor as MessagePack: maps with the names of the fields, in their order.

use rmp::encode::{ByteBuf, write_array_len, write_map_len, write_nil, write_str, write_uint};

use super::{Descriptor, Direction};

pub(super) fn descriptor(it: &Descriptor) -> Vec<u8> {
    // Writing to memory cannot fail: the errors are of the type `Infallible`.
    let mut buffer = ByteBuf::new();
    let _ = write_map_len(&mut buffer, 6);
    for (key, value) in [("id", &it.id), ("name", &it.name), ("version", &it.version)] {
        text(&mut buffer, key);
        text(&mut buffer, value);
    }
    text(&mut buffer, "revision");
    let _ = write_uint(&mut buffer, it.revision.into());
    text(&mut buffer, "long_description");
    text(&mut buffer, &it.long_description);
    text(&mut buffer, "supported_operations");
    let _ = write_array_len(&mut buffer, length(it.supported_operations.len()));
    for operation in &it.supported_operations {
        let _ = write_map_len(&mut buffer, 3);
        text(&mut buffer, "name");
        text(&mut buffer, &operation.name);
        text(&mut buffer, "direction");
        let _ = write_map_len(&mut buffer, 1);
        let _ = write_uint(&mut buffer, direction(operation.direction));
        let _ = write_nil(&mut buffer);
        text(&mut buffer, "doctext");
        text(&mut buffer, &operation.doctext);
    }
    buffer.into_vec()
}

fn text(buffer: &mut ByteBuf, text: &str) {
    let _ = write_str(buffer, text);
}

/// A schema has far fewer operations than a length can say.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

const fn direction(direction: Direction) -> u64 {
    match direction {
        Direction::ToActor => 0,
        Direction::ToProvider => 1,
        Direction::Both => 2,
    }
}
