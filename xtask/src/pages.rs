//! The pages in `www/`.

use anyhow::Result;

use crate::npm;
use crate::process::{progress, root, run, state_dir};
use crate::stamp::{Stamp, is_fresh, write};

/// Builds `www/dist/`, after the wasm package.
pub(crate) fn build() -> Result<()> {
    npm::install("www")?;
    let mut inputs = Stamp::default();
    for folder in ["www", "pkg", "catalogs", "examples"] {
        inputs = inputs.path(&root().join(folder))?;
    }
    let stamp = inputs.finish();
    let file = state_dir()?.join("page.stamp");
    if !is_fresh(&file, &stamp, &root().join("www/dist/index.html")) {
        progress("building the page");
        run(&mut npm::script("www", "build"), "fix the errors above")?;
        write(&file, &stamp)?;
    }
    Ok(())
}
