//! Runs the program, and reads what it prints.

use drawdown::Catalog;
use serde_json::Value;
use snapbox::cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");
/// Where the files are that the tests name.
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli");

/// The program, started in a folder, on a terminal of 100 columns.
pub(crate) fn program(folder: impl AsRef<Path>) -> Command {
    Command::new(env!("CARGO_BIN_EXE_drawdown")).current_dir(folder.as_ref()).env("COLUMNS", "100")
}

/// The program, started where the files of the tests are.
pub(crate) fn drawdown(arguments: &str) -> Command {
    program(HERE).args(arguments.split_whitespace())
}

/// The program, started where the repository begins.
pub(crate) fn above(arguments: &[&str]) -> Command {
    program(REPOSITORY).args(arguments)
}

/// What a command prints on stdout.
pub(crate) fn stdout(command: Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

/// What a command prints on stderr.
pub(crate) fn stderr(command: Command) -> String {
    String::from_utf8(command.output().unwrap().stderr).unwrap()
}

/// What a command prints as JSON.
pub(crate) fn json(command: Command) -> Value {
    serde_json::from_str(&stdout(command)).unwrap()
}

/// The text of a file of the tests, in UTC: the library takes other zones as tables.
pub(crate) fn without_zone(name: &str) -> String {
    let text = fs::read_to_string(Path::new(HERE).join(name)).unwrap();
    text.replace(r#""Europe/Berlin""#, r#""UTC""#)
}

/// The catalog that most tests name.
pub(crate) fn wallet() -> Catalog {
    Catalog::from_json(&without_zone("wallet.json")).unwrap()
}

/// The files of a folder of the repository.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(Path::new(REPOSITORY).join(folder)).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

/// An empty folder for a test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _absent = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Ctrl-C while it runs ends it with its message and exit code.
#[cfg(unix)]
pub(crate) fn interrupted(arguments: &[&str], stdin: &str) {
    use std::io::Write;
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .current_dir(HERE)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: interrupted: nothing was written\n"
    );
}
