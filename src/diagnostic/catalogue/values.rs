//! `C05xx`: values and defaults.

codes! {
    NUMBER_OUT_OF_RANGE = C0501 Error "number out of range";
    WRONG_VALUE = C0502 Error "a value of the wrong kind";
    OUT_OF_RANGE = C0503 Error "a number that does not fit its type";
    UNKNOWN_ENUM_VALUE = C0504 Error "a value the enum does not have";
    UNKNOWN_FIELD = C0505 Error "a field the type does not have";
    MISSING_FIELD = C0506 Error "a field without a value";
    DUPLICATE_KEY = C0507 Error "a key given twice";
    UNION_VALUE = C0508 Error "a union's value that is not one member";
    UNKNOWN_MEMBER = C0509 Error "a member the union does not have";
    INVALID_DATETIME = C0510 Error "a text that is no instant";
    NULL_VALUE = C0511 Error "null for a type without it";
    NO_LITERAL = C0512 Error "a value that cannot be written";
    ENDLESS_VALUE = C0513 Error "a default that contains itself";
    HUGE_VALUE = C0514 Error "a default that is too large";
}
