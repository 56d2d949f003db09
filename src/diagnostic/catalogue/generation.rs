//! `C06xx`: what stops generation.

codes! {
    STREAM = C0601 Error "an operation that streams";
    OTHER_LANGUAGE = C0602 Error "an output directory of another language";
    MODULE_TAKEN = C0603 Error "two contracts with one module name";
    OTHER_VERSION = C0604 Error "an output directory of another version";
    GO_PACKAGE = C0605 Error "Go packages without an import path";
    NOT_OURS = C0606 Error "a file that contractc did not write";
}
