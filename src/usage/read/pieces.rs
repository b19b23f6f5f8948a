//! Where rows begin and end.

use super::{LogFormat, MOST_ROW};

/// What begins at a place.
pub(super) enum Piece {
    /// A row of so many bytes.
    Whole(usize),
    /// A row whose end is not there yet.
    Wait,
    /// A row that is longer than allowed.
    TooLong,
    /// Nothing.
    None,
}

/// The form of a log, by its first bytes.
pub(super) fn recognised(bytes: &[u8], is_end: bool) -> Option<LogFormat> {
    let bytes = bytes.trim_ascii_start();
    match bytes {
        [b'[', ..] => Some(LogFormat::Json),
        [b'{', ..] => {
            let line_end = memchr::memchr(b'\n', bytes);
            let line = bytes.get(..line_end.unwrap_or(bytes.len()))?;
            match line_end {
                None if !is_end && bytes.len() <= MOST_ROW => None,
                // An object that goes on below its first line.
                _ if matches!(object(line), Piece::Whole(_)) => Some(LogFormat::Lines),
                _ if line.trim_ascii_end() == b"{" => Some(LogFormat::Json),
                _ => Some(LogFormat::Lines),
            }
        }
        [] if !is_end => None,
        _ => Some(LogFormat::Csv),
    }
}

/// How many line breaks stand at a place; counts their lines.
pub(super) fn line_ends(rest: &[u8], at: usize, line: &mut u64) -> usize {
    let left = rest.get(at..).unwrap_or(&[]);
    let ends = left.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    let mut count = 0;
    for byte in ends {
        *line += u64::from(*byte == b'\n');
        count += 1;
    }
    count
}

/// The number of line breaks in a row.
pub(super) fn lines_in(row: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', row).count() as u64
}

/// Whether a row of CSV contains a line break, which must be in quotes.
pub(super) fn has_break(row: &[u8]) -> bool {
    memchr::memchr(b'\n', row.trim_ascii_end()).is_some()
}

/// Whether a quoted cell goes on after its quote, against RFC 4180.
pub(super) fn is_badly_quoted(row: &[u8], delimiter: u8) -> bool {
    let (mut in_quotes, mut has_ended, mut is_start) = (false, false, true);
    for byte in row {
        match byte {
            // Two quotes are one.
            b'"' if in_quotes => (in_quotes, has_ended) = (false, true),
            b'"' if is_start || has_ended => (in_quotes, has_ended) = (true, false),
            _ if in_quotes => {}
            b'\n' | b'\r' => has_ended = false,
            _ if *byte == delimiter => has_ended = false,
            _ if has_ended => return true,
            _ => {}
        }
        is_start = !in_quotes && *byte == delimiter;
    }
    false
}

/// The state of a JSON list.
#[derive(Debug, Default)]
pub(super) struct List {
    has_begun: bool,
    has_ended: bool,
}

impl List {
    /// Skips what stands between items.
    pub(super) fn skip_between(&mut self, left: &[u8], line: &mut u64) -> usize {
        let mut count = 0;
        for byte in left {
            match byte {
                b'\n' => *line += 1,
                b' ' | b'\t' | b'\r' | b',' => {}
                b'[' if !self.has_begun => self.has_begun = true,
                b']' => self.has_ended = true,
                _ => break,
            }
            count += 1;
        }
        count
    }

    pub(super) fn next(&self, left: &[u8], is_end: bool) -> Piece {
        if self.has_ended || left.is_empty() {
            return if is_end || self.has_ended { Piece::None } else { Piece::Wait };
        }
        match object(left) {
            Piece::Wait if left.len() > MOST_ROW || is_end => Piece::TooLong,
            piece => piece,
        }
    }

    pub(super) fn give_up(&mut self) {
        self.has_ended = true;
    }
}

/// The JSON value that begins here: its brackets are counted, outside of strings.
fn object(bytes: &[u8]) -> Piece {
    let (mut depth, mut in_string, mut is_escaped) = (0_u32, false, false);
    for (place, byte) in bytes.iter().enumerate().take(MOST_ROW + 1) {
        if in_string {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return Piece::Whole(place + usize::from(depth == 1)),
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return Piece::Whole(place),
            _ => {}
        }
    }
    Piece::Wait
}
