//! Mistakes of the application are told when it is compiled.

use contractc::targets::Side;

use crate::{compilers, project, schemas};

/// What the application says wrongly, and what the compiler answers.
const MISTAKES: [(&str, &str); 5] = [
    (
        "const Counter = struct {};\ncomptime {\n    wapc.exportActor(Counter, .{httpserver.Actor});\n}\n",
        "main.Counter does not implement httpserver.Actor: it needs\n    pub fn handleRequest(self: *main.Counter, *wapc.Context, httpserver.Request) !httpserver.Response",
    ),
    (
        "const Counter = struct {\n    pub fn handleRequest(_: *Counter, _: *wapc.Context, _: u32) !void {}\n};\ncomptime {\n    wapc.exportActor(Counter, .{httpserver.Actor});\n}\n",
        "but it has\n    pub fn handleRequest(*main.Counter, *wapc.Context, u32) !void",
    ),
    (
        "const Counter = struct {\n    count: u32,\n    pub fn healthRequest(_: *Counter, _: *wapc.Context, _: core.HealthCheckRequest) !core.HealthCheckResponse {\n        return .{ .healthy = true };\n    }\n};\ncomptime {\n    wapc.exportActor(Counter, .{core.Actor});\n}\n",
        "main.Counter.count needs a default value: the module makes its main.Counter with `.{}`",
    ),
    (
        "const Counter = struct {\n    pub fn healthRequest(_: *Counter, _: *wapc.Context, _: core.HealthCheckRequest) !core.HealthCheckResponse {\n        return .{ .healthy = true };\n    }\n};\ncomptime {\n    wapc.exportActor(Counter, .{ core.Actor, core.Actor });\n}\n",
        "core.Actor and core.Actor both have the operation HealthRequest, so one module cannot export them together",
    ),
    (
        "const Memory = struct {\n    pub fn writeLog(_: *Memory, _: *wapc.Context, _: []const u8, _: []const u8, _: []const u8) !void {}\n    pub fn bind(_: *Memory, _: u32) !void {}\n};\ncomptime {\n    wapc.exportProvider(Memory, .{logging.Logger});\n}\n",
        "main.Memory does not implement a provider: it needs\n    pub fn bind(self: *main.Memory, *wapc.Context, wapc.Configuration) !void",
    ),
];

#[test]
fn mistakes_are_told() {
    let folder = compilers::folder("mistakes");
    let contracts: Vec<_> = ["core", "httpserver", "logging"]
        .iter()
        .map(|name| schemas::file(&format!("schemas/{name}.widl")))
        .collect();
    let files = project::below_contracts(&project::files(&contracts, Side::Both));
    compilers::write(&folder, &files);
    for (source, expected) in MISTAKES {
        let used = ["core", "httpserver", "logging"].map(|name| {
            if source.contains(&format!("{name}.")) {
                format!("const {name} = contracts.{name};\n")
            } else {
                String::new()
            }
        });
        let program = format!(
            "const contracts = @import(\"contracts/contracts.zig\");\n{}const wapc = contracts.wapc;\n\n{source}",
            used.concat()
        );
        std::fs::write(folder.join("main.zig"), program).expect("a file");
        for (_, mut zig) in compilers::installed("mistakes in Zig") {
            let zig = zig.args(["build-obj", "main.zig", "-fno-emit-bin"]).current_dir(&folder);
            let output = zig.output().expect("a compiler that runs");
            let said = words(&String::from_utf8_lossy(&output.stderr));
            assert!(
                !output.status.success() && said.contains(&words(expected)),
                "{expected}\n---\n{said}"
            );
        }
    }
}

/// A text without its line breaks: compilers indent the later lines of an error in their own ways.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
