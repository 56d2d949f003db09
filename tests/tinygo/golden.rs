//! The goldens are what is generated, and Go's tools have nothing to say about it.

use contractc::targets::Side;

use crate::go::{Project, WASM, generated};
use crate::{goldens, schemas};

const SIDES: [Side; 3] = [Side::Guest, Side::Host, Side::Both];

#[test]
fn goldens_are_what_is_generated() {
    let contracts = schemas::all();
    let files = |side| generated(&contracts, side, "example.com/golden/contracts");
    goldens::hold("tinygo", SIDES.map(|side| (side.name(), files(side))));
}

#[test]
fn goldens_compile() {
    let contracts = schemas::all();
    for side in SIDES {
        let Some(project) = Project::new(&format!("golden-{}", side.name())) else { return };
        project.generate(&contracts, side);
        project.check_format();
        project.go("vet ./...", WASM);
        if side == Side::Both {
            project.go("vet ./...", &[]);
            project.staticcheck("Go goldens");
        }
    }
}
