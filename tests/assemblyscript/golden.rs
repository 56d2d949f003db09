//! The goldens are what is generated.

use contractc::targets::Side;

use crate::project::generated;
use crate::{goldens, schemas};

#[test]
fn goldens_are_what_is_generated() {
    let contracts = schemas::all();
    let sides = [Side::Guest, Side::Host, Side::Both];
    goldens::hold("assemblyscript", sides.map(|side| (side.name(), generated(&contracts, side))));
}
