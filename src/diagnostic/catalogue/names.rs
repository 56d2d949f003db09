//! `C01xx`: names and types.

codes! {
    UNKNOWN_TYPE = C0101 Error "unknown type";
    DUPLICATE_TYPE = C0102 Error "two definitions of one name";
    BUILTIN_NAME = C0103 Error "the name of a builtin type";
    DUPLICATE_FIELD = C0104 Error "two fields of one name";
    INHERITED_FIELD = C0105 Error "a field that is copied, too";
    VOID = C0106 Error "void that is no result";
    MAP_KEY = C0107 Error "a map's key of the wrong type";
    ALIAS_CYCLE = C0108 Error "an alias that stands for itself";
    ENDLESS_TYPE = C0109 Error "a type that contains itself by value";
    NOT_A_STRUCT = C0110 Error "implements something without fields";
    IMPLEMENTS_CYCLE = C0111 Error "a type that implements itself";
    DUPLICATE_ENUM_VALUE = C0112 Error "two values of one name";
    DUPLICATE_ENUM_NUMBER = C0113 Error "two values of one number";
    ENUM_NUMBER = C0114 Error "an enum's number out of range";
    EMPTY_ENUM = C0115 Error "an enum without values";
    UNNAMED_MEMBER = C0116 Error "a union's member without a name";
    DUPLICATE_MEMBER = C0117 Error "a union's member twice";
    DEEP_TYPE = C0118 Error "a type that nests too deep";
    TOO_MANY_FIELDS = C0119 Error "too many copied fields";
}
