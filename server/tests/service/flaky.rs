//! A network that loses things, between a client and the service.

use crate::harness::Server;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// What becomes of a request, in turn.
const FATES: [Fate; 4] = [Fate::AnswerLost, Fate::Busy, Fate::AnswerBroken, Fate::Through];

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// It is carried out, and the connection ends without an answer.
    AnswerLost,
    /// It is not carried out: 503.
    Busy,
    /// It is carried out, and the answer breaks off.
    AnswerBroken,
    /// All is well.
    Through,
}

/// The address of such a network before a service; it lasts as long as the tests.
pub(crate) fn before(server: &Server) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let base = server.base.clone();
    thread::spawn(move || {
        for (fate, client) in FATES.into_iter().cycle().zip(listener.incoming()) {
            // A client may have given up.
            let _gone = forward(&client.unwrap(), &base, fate);
        }
    });
    address
}

fn forward(client: &TcpStream, base: &str, fate: Fate) -> std::io::Result<()> {
    let (head, body) = request(client)?;
    let mut client = client;
    if fate == Fate::Busy {
        return client.write_all(
            b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        );
    }
    let mut server = TcpStream::connect(base.strip_prefix("http://").unwrap())?;
    server.write_all(head.as_bytes())?;
    server.write_all(&body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    match fate {
        Fate::AnswerLost | Fate::Busy => Ok(()),
        Fate::AnswerBroken => client.write_all(answer.get(..answer.len() - 9).unwrap()),
        Fate::Through => client.write_all(&answer),
    }
}

/// Its head, which closes the connection and takes no compressed answer, and its body.
fn request(client: &TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut reader = BufReader::new(client);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        match name.as_str() {
            "connection" | "accept-encoding" => continue,
            "content-length" => length = line.rsplit(' ').next().unwrap().trim().parse().unwrap(),
            _ => {}
        }
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&line);
    }
    head.push_str("Connection: close\r\n\r\n");
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((head, body))
}
