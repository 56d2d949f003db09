//! `C00xx`: the text, its tokens and its structure.

codes! {
    NOT_WIDL = C0001 Error "not a WIDL document";
}
