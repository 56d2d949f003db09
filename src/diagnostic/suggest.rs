//! "Did you mean …?"

/// The candidate that a misspelt name most likely meant: one that differs in case only, or else in few letters. The first of equals.
#[must_use]
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = name.chars().count();
    if letters > LONGEST {
        return None;
    }
    let allowed = (letters / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(MOST) {
        // A letter has up to four bytes, but nearly always one.
        let bytes = if name.is_ascii() && candidate.is_ascii() { allowed } else { 4 * allowed };
        if candidate == name || candidate.len().abs_diff(name.len()) > bytes {
            continue;
        }
        if candidate.eq_ignore_ascii_case(name) {
            return Some(candidate);
        }
        let distance = strsim::osa_distance(name, candidate);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    // A name of one or two letters is within reach of too many others.
    best.filter(|(distance, _)| letters > 2 || *distance == 0).map(|(_, candidate)| candidate)
}

/// Longer names get no suggestion: comparing takes time by the square of the length.
const LONGEST: usize = 64;

/// No more candidates are looked at.
const MOST: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn suggests_near_names_only() {
        let known = ["string", "bytes", "bool", "u8", "GetResponse"];
        assert_eq!(closest("strng", known), Some("string"));
        assert_eq!(closest("String", known), Some("string"));
        assert_eq!(closest("GetRespose", known), Some("GetResponse"));
        assert_eq!(closest("i9", known), None);
        assert_eq!(closest("Widget", known), None);
    }
}
