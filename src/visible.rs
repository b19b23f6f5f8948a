//! Escapes characters that are invisible or that rearrange the visible ones.

use std::borrow::Cow;

/// The text with `\u{1b}` in place of every control character, mark of direction and other
/// invisible character; line breaks and tabs become `\n`, `\r` and `\t`.
///
/// Errors and the sentences of a catalog are already escaped. Use this for other text beside them,
/// such as a path.
///
/// ```
/// assert_eq!(drawdown::visible("clip\u{1b}[2J"), "clip\\u{1b}[2J");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if has_hidden(text) { Cow::Owned(escaped(text, false)) } else { Cow::Borrowed(text) }
}

/// The same, but line breaks stay: for whole pages.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if has_hidden(text) { Cow::Owned(escaped(text, true)) } else { Cow::Borrowed(text) }
}

/// Whether a text has a character that [`visible`] escapes.
pub(crate) fn has_hidden(text: &str) -> bool {
    let suspicious = |byte: u8| !(b' '..0x7f).contains(&byte);
    text.bytes().any(suspicious) && text.chars().any(is_hidden)
}

/// Control characters, marks of direction, and characters without width.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cold]
fn escaped(text: &str, keeps_lines: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) && !(keeps_lines && c == '\n') {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_escaped() {
        for (text, shown) in [
            ("é 日本 👩\u{200d}🎨 ✌\u{fe0f}", "é 日本 👩\u{200d}🎨 ✌\u{fe0f}"),
            ("\u{1b}[2J\u{7}\u{7f}\u{9b}", "\\u{1b}[2J\\u{7}\\u{7f}\\u{9b}"),
            ("a\r\n\tb", "a\\r\\n\\tb"),
            ("9\u{202e}00\u{2066}\u{200f}", "9\\u{202e}00\\u{2066}\\u{200f}"),
            ("\u{feff}a\u{e0041}\u{200b}\u{2028}", "\\u{feff}a\\u{e0041}\\u{200b}\\u{2028}"),
        ] {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(visible_lines("a\r\n\u{1b}b"), "a\\r\n\\u{1b}b");
    }
}
