//! What numbers look like.

/// How to write `text` as a number, if it is none.
pub(super) fn wrong(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let whole = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (integer, rest) = digits.split_at(whole);
    if integer.len() > 1 && integer.starts_with('0') {
        let meant = digits[..whole - 1].trim_start_matches('0').len() + 1;
        return Some(format!(
            "a number does not start with 0: write `{sign}{}`",
            &digits[whole - meant..]
        ));
    }
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    if let Some(value) =
        hexadecimal.and_then(|hexadecimal| u64::from_str_radix(hexadecimal, 16).ok())
    {
        return Some(format!("numbers are decimal: write `{sign}{value}`"));
    }
    if text.contains('_') {
        return Some(format!("leave the `_` out: write `{}`", text.replace('_', "")));
    }
    let rest = match rest.strip_prefix('.') {
        None => rest,
        Some(fraction) => {
            let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if length == 0 {
                return Some("a digit belongs on each side of the point".to_owned());
            }
            &fraction[length..]
        }
    };
    let exponent = match rest.strip_prefix(['e', 'E']) {
        None => {
            return (!rest.is_empty())
                .then(|| "write an integer such as `10`, or a float such as `1.5e3`".to_owned());
        }
        Some(exponent) => exponent.strip_prefix(['+', '-']).unwrap_or(exponent),
    };
    let right = !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit());
    (!right).then(|| "an exponent is written as in `1e9`".to_owned())
}
