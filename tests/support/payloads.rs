//! What must hold for every payload that the codec is given. Shared by the property test and the fuzz target.

use contractc::wire::plan::Plan;

/// The plan of the schema that has every kind of type.
pub fn plan() -> Plan {
    let text = include_str!("../../fixtures/wire/schema.widl");
    let loader = contractc::loader::FileLoader::new(Vec::<std::path::PathBuf>::new());
    let checked = contractc::check("schema.widl", text, &loader);
    Plan::of(&checked.contract.expect("a right schema"))
}

/// Reads a payload as each request and each result of the plan. What can be read can be written, in the one canonical form, which
/// is read as the same again. Gives the payloads that were written.
pub fn hold(plan: &Plan, payload: &[u8]) -> Vec<Vec<u8>> {
    let mut written = Vec::new();
    for operation in plan.roles.iter().flatten() {
        let name = &operation.name;
        if let Ok(value) = plan.decode_request(&operation.request, payload) {
            let bytes = plan.encode_request(&operation.request, &value).expect(name);
            let again = plan.decode_request(&operation.request, &bytes).expect(name);
            assert_eq!(
                plan.encode_request(&operation.request, &again).expect(name),
                bytes,
                "{name}"
            );
            written.push(bytes);
        }
        if let Ok(value) = plan.decode_response(&operation.response, payload) {
            let bytes = plan.encode_response(&operation.response, &value).expect(name);
            let again = plan.decode_response(&operation.response, &bytes).expect(name);
            assert_eq!(
                plan.encode_response(&operation.response, &again).expect(name),
                bytes,
                "{name}"
            );
            written.push(bytes);
        }
    }
    written
}
