//! The bytes of a log: a file or stdin, decompressed.

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const BUFFER: usize = 1 << 16;

/// The bytes of a log, and how many bytes of the file were read.
pub(super) struct Source {
    pub(super) bytes: Box<dyn Read>,
    pub(super) read: Arc<AtomicU64>,
}

impl Source {
    /// Opens a file, or stdin for `-`.
    pub(super) fn open(path: &str) -> io::Result<Self> {
        let read = Arc::new(AtomicU64::new(0));
        let input: Box<dyn Read> = match path {
            "-" => Box::new(io::stdin()),
            _ => Box::new(File::open(path)?),
        };
        let counted = Counted { input, read: Arc::clone(&read) };
        let mut buffered = BufReader::with_capacity(BUFFER, counted);
        let start = buffered.fill_buf()?;
        let bytes: Box<dyn Read> = match start {
            [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(buffered)),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(buffered)?),
            _ => Box::new(buffered),
        };
        Ok(Source { bytes, read })
    }
}

/// The file, if it is Parquet: that is read from its end, so not from stdin.
pub(super) fn parquet(path: &str) -> io::Result<Option<File>> {
    if path == "-" {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    Ok((start == b"PAR1").then_some(file))
}

/// Counts the bytes that pass.
struct Counted {
    input: Box<dyn Read>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
