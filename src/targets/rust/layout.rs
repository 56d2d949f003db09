//! What prettyplease leaves to wish for: short calls and match arms in one line, and a closure or a list that begins in the line
//! of its call.
//!
//! Each pass goes over the lines once, so that the time is linear in the size of the code.

/// The width of a line.
const WIDTH: usize = 100;

/// Sets printed code anew.
pub fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut chained = Vec::new();
    chain(&lines, 0, &mut chained);
    let collapsed = arms(collapse(chained));
    let lines: Vec<&str> = collapsed.iter().map(String::as_str).collect();
    let mut hugged = Vec::new();
    hug(&lines, 0, &mut hugged);
    hugged.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A line so much further to the left.
fn moved(line: &str, left: usize) -> String {
    line[left.min(indent(line))..].to_owned()
}

/// Puts a method behind the lone name it is called on: `reader` and `.record(` in one line.
fn chain(lines: &[&str], left: usize, out: &mut Vec<String>) {
    let mut at = 0;
    while at < lines.len() {
        let is_name = lines[at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let end = if is_name { call_end(lines, at + 1, indent(lines[at]) + 4) } else { None };
        if let Some(end) = end {
            out.push(moved(lines[at], left) + lines[at + 1].trim_start());
            chain(&lines[at + 2..end], left + 4, out);
            at = end;
        } else {
            out.push(moved(lines[at], left));
            at += 1;
        }
    }
}

/// The line after a method call that begins at a line, if nothing else is called on its result.
fn call_end(lines: &[&str], start: usize, depth: usize) -> Option<usize> {
    let first = lines.get(start)?;
    if indent(first) != depth || !first.trim_start().starts_with('.') {
        return None;
    }
    let mut end = start + 1;
    if first.ends_with('(') {
        let inside = |line: &&&str| line.is_empty() || indent(line) > depth;
        end += lines[end..].iter().take_while(inside).count() + 1;
    }
    let next = lines.get(end).is_some_and(|line| line.trim_start().starts_with('.'));
    (!next && end <= lines.len()).then_some(end)
}

/// Puts calls, lists and parameters in one line if that is wide enough for them.
fn collapse(lines: Vec<String>) -> Vec<String> {
    // From the end, so that what is inside goes first; what was read lies on this stack.
    let mut below: Vec<String> = Vec::new();
    for line in lines.into_iter().rev() {
        let joined = if line.ends_with(['(', '[']) { one_line(&line, &below) } else { None };
        match joined {
            Some((line, taken)) => {
                below.truncate(below.len() - taken);
                below.push(line);
            }
            None => below.push(line),
        }
    }
    below.reverse();
    below
}

/// Takes the braces of an arm away whose expression fits in its line.
fn arms(lines: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        let arm = match out.as_slice() {
            [.., head, body] if head.ends_with("=> {") && line.trim() == "}" => {
                let arm = format!("{}{},", &head[..head.len() - 1], body.trim());
                let is_expression = !body.ends_with([';', '{', '(', '[', ',', '}']);
                let fits = indent(body) == indent(head) + 4 && indent(&line) == indent(head);
                (is_expression && fits && arm.len() <= WIDTH).then_some(arm)
            }
            _ => None,
        };
        match arm {
            Some(arm) => {
                out.truncate(out.len() - 2);
                out.push(arm);
            }
            None => out.push(line),
        }
    }
    out
}

/// The line with the lines below it that complete the call, and how many those are.
fn one_line(line: &str, below: &[String]) -> Option<(String, usize)> {
    let depth = indent(line);
    let inside = |line: &&String| indent(line) == depth + 4 && line.ends_with(',');
    let arguments: Vec<&String> = below.iter().rev().take_while(inside).take(WIDTH).collect();
    let close = below.iter().rev().nth(arguments.len())?;
    let closes = indent(close) == depth && close.trim_start().starts_with([')', ']']);
    if arguments.is_empty() || !closes {
        return None;
    }
    let taken = arguments.len() + 1;
    let arguments: Vec<&str> = arguments.iter().map(|line| line.trim()).collect();
    let arguments = arguments.join(" ");
    let line = format!("{line}{}{}", arguments.trim_end_matches(','), close.trim_start());
    (line.len() <= WIDTH).then_some((line, taken))
}

/// Lets the last argument of a call, a closure or a block, begin in the line of the call; and a list that is the only one.
fn hug(lines: &[&str], left: usize, out: &mut Vec<String>) {
    let mut at = 0;
    while at < lines.len() {
        let line = moved(lines[at], left);
        let hugged = hugging(lines, at).and_then(|(last, close)| {
            let arguments: Vec<&str> =
                lines[at + 1..=last].iter().map(|line| line.trim()).collect();
            let head = format!("{line}{}", arguments.join(" "));
            (head.len() <= WIDTH).then_some((head, last, close))
        });
        if let Some((head, last, close)) = hugged {
            out.push(head);
            hug(&lines[last + 1..close], left + 4, out);
            let tail = lines[close + 1].trim_start();
            out.push(moved(lines[close].trim_end_matches(','), left + 4) + tail);
            at = close + 2;
        } else {
            out.push(line);
            at += 1;
        }
    }
}

/// For a line that opens a call: the line in which its last argument begins, and the line in which that ends; if the
/// arguments before the last one take a line each, and the last one several.
fn hugging(lines: &[&str], at: usize) -> Option<(usize, usize)> {
    if !lines[at].ends_with('(') || lines[at].contains("fn ") {
        return None;
    }
    let (depth, mut last) = (indent(lines[at]), at + 1);
    while lines.get(last).is_some_and(|line| indent(line) == depth + 4 && line.ends_with(',')) {
        last += 1;
    }
    let open = lines.get(last)?;
    let is_closure = open.trim_start().starts_with('|');
    let is_lone = last == at + 1;
    let begins =
        open.ends_with('{') || open.ends_with('(') && is_closure || open.ends_with('[') && is_lone;
    if indent(open) != depth + 4 || !begins {
        return None;
    }
    let inside = |line: &&&str| line.is_empty() || indent(line) > depth + 4;
    let close = last + 1 + lines[last + 1..].iter().take_while(inside).count();
    let ends =
        lines.get(close)?.trim_start().starts_with(['}', ')', ']']) && lines[close].ends_with(',');
    let end = lines.get(close + 1)?;
    (ends && indent(end) == depth && end.trim_start().starts_with(')')).then_some((last, close))
}
