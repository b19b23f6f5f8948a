//! Lists the catalogs to embed in the command-line program, so that no list has to be maintained.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=catalogs");
    let Some(out) = env::var_os("OUT_DIR") else { return Err(io::Error::other("no OUT_DIR")) };
    fs::write(Path::new(&out).join("shipped.rs"), shipped()?)
}

/// A slice of ids and texts, sorted by id.
fn shipped() -> io::Result<String> {
    let mut ids = Vec::new();
    for entry in fs::read_dir("catalogs")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        ids.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    ids.sort();
    let mut list = String::from("&[\n");
    for id in ids {
        let path = format!(r#"concat!(env!("CARGO_MANIFEST_DIR"), "/catalogs/{id}.json")"#);
        let _infallible = writeln!(list, r#"    ("{id}", include_str!({path})),"#);
    }
    list.push(']');
    Ok(list)
}
