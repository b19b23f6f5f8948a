//! The browser for tests, and its driver.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{find, state_dir};
use crate::setup::{apt_install, is_debian};

const BROWSERS: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const MISSING: &str = "install Chromium or Chrome and its chromedriver, on the search path or named \
                       by the variables CHROMIUM and CHROMEDRIVER";

/// No windows, no sandbox (containers have none), no traffic of the browser's own.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

pub(crate) struct Chromium {
    pub(crate) program: PathBuf,
    pub(crate) driver: PathBuf,
}

pub(crate) fn find_or_install() -> Result<Chromium> {
    if let Some(found) = found()? {
        return Ok(found);
    }
    if !is_debian() {
        bail!("no Chromium with chromedriver\n  {MISSING}");
    }
    apt_install(&["chromium", "chromium-driver"])?;
    found()?.with_context(|| format!("no Chromium after its installation\n  {MISSING}"))
}

impl Chromium {
    /// Writes the session's settings for the wasm test runner.
    pub(crate) fn webdriver_json(&self) -> Result<PathBuf> {
        let file = state_dir()?.join("webdriver.json");
        let program = self.program.to_string_lossy();
        let text = format!(r#"{{"goog:chromeOptions":{{"binary":{program:?},"args":{FLAGS:?}}}}}"#);
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    }
}

fn found() -> Result<Option<Chromium>> {
    let mac = || Some(PathBuf::from(MAC)).filter(|path| path.is_file());
    let program = named("CHROMIUM")?.or_else(|| find(&BROWSERS)).or_else(mac);
    let driver = named("CHROMEDRIVER")?.or_else(|| find(&["chromedriver"]));
    Ok(program.zip(driver).map(|(program, driver)| Chromium { program, driver }))
}

/// The file that a variable names, if it is set.
fn named(variable: &str) -> Result<Option<PathBuf>> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    if !Path::new(&value).is_file() {
        bail!("{variable} names no file: {}", value.to_string_lossy());
    }
    Ok(Some(value.into()))
}
