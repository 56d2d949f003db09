//! `C01xx`: names and types.

codes! {
    UNKNOWN_TYPE = C0101 Error "unknown type";
}
