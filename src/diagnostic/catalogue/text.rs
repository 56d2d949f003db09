//! `C00xx`: the text, its tokens and its structure.

codes! {
    NOT_WIDL = C0001 Error "not a WIDL document";
    FOREIGN_WIDL = C0002 Error "another language with the ending .widl";
    EMPTY = C0003 Error "empty schema";
    TOO_LARGE = C0004 Error "file too large";
    TOO_DEEP = C0006 Error "brackets nested too deeply";
    UNKNOWN_CHARACTER = C0007 Error "unknown character";
    SEMICOLON = C0008 Error "semicolon";
    FOREIGN_COMMENT = C0009 Error "comment of another language";
    UNTERMINATED_STRING = C0010 Error "string without an end";
    UNTERMINATED_BLOCK = C0011 Error "block without an end";
    BAD_ESCAPE = C0012 Error "unknown escape";
    BAD_NUMBER = C0013 Error "malformed number";
    UNCLOSED_BRACKET = C0014 Error "bracket never closed";
    STRAY_BRACKET = C0015 Error "bracket that closes nothing";
    MISMATCHED_BRACKET = C0016 Error "bracket closed by one of another kind";
    UNKNOWN_DEFINITION = C0020 Error "unknown definition";
    UNEXPECTED_TOKEN = C0021 Error "unexpected token";
    EXPECTED_TYPE = C0022 Error "missing type";
    MISSING_COLON = C0023 Error "missing colon";
    MISSING_BODY = C0024 Error "missing body";
    UNQUOTED_TEXT = C0025 Error "text without quotes";
    LOST_DESCRIPTION = C0026 Error "description of nothing";
    EMPTY_UNION = C0027 Error "union without a member";
    WRONG_MEMBER = C0028 Error "member in the wrong place";
    BAD_ENUM_VALUE = C0029 Error "malformed value of an enum";
}
