//! The form of a log, and what is no log.

use crate::json::words;

/// The longest row, in bytes.
pub(super) const MOST_ROW: usize = 1 << 20;

words! {
    /// The form of a log.
    #[non_exhaustive]
    pub enum LogFormat {
        /// Comma-separated values with a line of headings.
        Csv = "csv",
        /// One JSON object a line; also CloudEvents 1.0.
        Lines = "jsonl",
        /// A JSON list of objects, such as a batch of CloudEvents; or one object.
        Json = "json",
    }
}

/// What bytes are instead of text.
pub(super) fn no_text(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("this is UTF-16: save it as UTF-8"),
        [0x1f, 0x8b, ..] => Some("this is compressed by gzip: decompress it first"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some("this is compressed by zstd: decompress it first"),
        [b'P', b'K', 3, 4, ..] => Some("this is a ZIP archive or a workbook: export it as CSV"),
        [b'P', b'A', b'R', b'1', ..] => {
            Some("this is Parquet, which only the command-line program reads, from a file")
        }
        _ => None,
    }
}
