//! `C05xx`: values and defaults.

codes! {
    NUMBER_OUT_OF_RANGE = C0501 Error "number out of range";
}
