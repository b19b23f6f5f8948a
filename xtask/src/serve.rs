//! A static server on a loopback address, with the headers that the pages need.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tiny_http::{Header, Method, Request, Response, Server};

use crate::process::progress;

/// As in the README. Inline scripts and styles are blocked; `wasm-unsafe-eval` lets wasm compile.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// Serves a folder until the process is stopped.
pub(crate) fn forever(folder: &Path, port: u16) -> Result<()> {
    let server = bind(port)?;
    progress(format!("serving at {} (stop with Ctrl-C)", address(&server)));
    answer_all(&server, folder)
}

/// Serves a folder on any free port while the process lives; returns its address.
pub(crate) fn in_background(folder: PathBuf) -> Result<String> {
    let server = bind(0)?;
    let address = address(&server);
    std::thread::spawn(move || answer_all(&server, &folder));
    Ok(address)
}

/// The first free port from `port` on; with 0, any.
fn bind(port: u16) -> Result<Server> {
    let last = if port == 0 { 0 } else { port.saturating_add(99) };
    for port in port..=last {
        if let Ok(server) = Server::http((Ipv4Addr::LOCALHOST, port)) {
            return Ok(server);
        }
    }
    bail!("no free port from {port} to {last}: pass another with --port")
}

fn address(server: &Server) -> String {
    format!("http://{}", server.server_addr())
}

fn answer_all(server: &Server, folder: &Path) -> Result<()> {
    let folder = folder.canonicalize().with_context(|| format!("no {}", folder.display()))?;
    for request in server.incoming_requests() {
        // A reader that has gone away is not an error of the server.
        let _ = answer(request, &folder);
    }
    Ok(())
}

fn answer(request: Request, folder: &Path) -> Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return respond(request, 405, "text/plain; charset=utf-8", b"only GET and HEAD\n".into());
    }
    match file_of(folder, request.url()).and_then(|path| Some((fs::read(&path).ok()?, path))) {
        Some((content, path)) => respond(request, 200, mime(&path), content),
        None => respond(request, 404, "text/plain; charset=utf-8", b"not found\n".into()),
    }
}

fn respond(request: Request, status: u16, mime: &str, content: Vec<u8>) -> Result<()> {
    let mut response = Response::from_data(content).with_status_code(status);
    let headers = [
        ("Content-Type", mime),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-cache"),
    ];
    for (name, value) in headers {
        let header = Header::from_bytes(name, value);
        response.add_header(header.ok().context("a header is not ASCII")?);
    }
    Ok(request.respond(response)?)
}

/// The file of a URL, never one outside the folder.
fn file_of(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let mut file = folder.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let part = percent_decoded(part)?;
        if part.starts_with('.') || part.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    // Resolved last, so that links cannot lead outside either.
    file.canonicalize().ok().filter(|file| file.starts_with(folder) && file.is_file())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' { hex(rest.next()?)? * 16 + hex(rest.next()?)? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::root;

    #[test]
    fn only_files_inside_the_folder_are_served() {
        let folder = root().join("xtask").canonicalize().unwrap();
        assert_eq!(file_of(&folder, "/src/main.rs?x=1"), Some(folder.join("src/main.rs")));
        assert_eq!(file_of(&folder, "/src/%6dain.rs"), Some(folder.join("src/main.rs")));
        for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "/src", "/%zz"]
        {
            assert_eq!(file_of(&folder, outside), None, "{outside}");
        }
    }

    #[test]
    fn a_module_gets_the_type_that_streaming_needs() {
        assert_eq!(mime(Path::new("a/b.wasm")), "application/wasm");
    }
}
