//! The output of a command, and its exit code.

use drawdown::visible_lines;
use serde::Serialize;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Text for stdout, and whether the answer is "no". All output goes through here, so that no text
/// of an input can move the cursor or rearrange its surroundings.
pub(crate) struct Answer {
    text: String,
    is_negative: bool,
}

impl Answer {
    /// A plain answer.
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        Answer { text: visible_lines(text.as_ref()).into_owned(), is_negative: false }
    }

    /// A shell script of this program: keeps its tabs.
    pub(crate) fn script(text: String) -> Self {
        Answer { text, is_negative: false }
    }

    /// The answer for machines: exact amounts, as decimal strings.
    pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> anyhow::Result<Self> {
        Ok(Answer::new(drawdown::to_text_pretty(value)?))
    }

    /// The same answer, but "no" if `is_negative`.
    pub(crate) fn negative_if(self, is_negative: bool) -> Self {
        Answer { is_negative, ..self }
    }

    /// Writes the answer, so that it is known to have left.
    pub(crate) fn write(&self) -> std::io::Result<()> {
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(self.text.as_bytes()).and_then(|()| stdout.flush())
    }

    /// Prints the answer. It is no error if the reader has gone away.
    pub(crate) fn print(self) -> ExitCode {
        let mut stdout = std::io::stdout().lock();
        let written = stdout.write_all(self.text.as_bytes()).and_then(|()| stdout.flush());
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                crate::failure::print(&anyhow::Error::new(error).context("cannot write to stdout"))
            }
            _ => ExitCode::from(u8::from(self.is_negative)),
        }
    }
}
