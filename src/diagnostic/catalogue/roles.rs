//! `C03xx`: roles and operations.

codes! {
    DUPLICATE_ROLE = C0301 Error "two roles of one name";
    SECOND_INTERFACE = C0302 Error "two interfaces without a name";
    DUPLICATE_OPERATION = C0303 Error "two operations of one name";
    DUPLICATE_PARAMETER = C0304 Error "two parameters of one name";
    RESERVED_OPERATION = C0305 Error "an operation that every provider has";
    TWO_IMPLEMENTERS = C0306 Error "a role of both sides";
    EMPTY_NAMESPACE = C0307 Error "an empty namespace";
}
