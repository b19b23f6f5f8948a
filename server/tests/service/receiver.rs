//! Where webhooks are sent in tests: a server of a few lines that keeps what it is sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request that has come.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// A receiver. The n-th request, from 0, is answered with the status of the function; 0 is no answer.
pub(crate) struct Receiver {
    pub(crate) url: String,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Receiver {
    pub(crate) fn start(status: impl Fn(usize) -> u16 + Send + Sync + 'static) -> Self {
        Receiver::on(TcpListener::bind("127.0.0.1:0").unwrap(), status)
    }

    pub(crate) fn on(
        listener: TcpListener,
        status: impl Fn(usize) -> u16 + Send + Sync + 'static,
    ) -> Self {
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let sent = Arc::<Mutex<Vec<Sent>>>::default();
        let (all, status) = (Arc::clone(&sent), Arc::new(status));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (all, status) = (Arc::clone(&all), Arc::clone(&status));
                thread::spawn(move || answer(stream.unwrap(), &all, &*status));
            }
        });
        Receiver { url, sent }
    }

    /// A receiver that takes everything, encrypted, and its certificate.
    pub(crate) fn encrypted() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://localhost:{}/hook", listener.local_addr().unwrap().port());
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key);
        let config = Arc::new(config.unwrap());
        let sent = Arc::<Mutex<Vec<Sent>>>::default();
        let all = Arc::clone(&sent);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (all, config) = (Arc::clone(&all), Arc::clone(&config));
                let secured = ServerConnection::new(config).unwrap();
                let stream = StreamOwned::new(secured, stream.unwrap());
                thread::spawn(move || answer(stream, &all, &|_| 200));
            }
        });
        (Receiver { url, sent }, made.cert.pem())
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// Waits until `count` requests have come.
    pub(crate) fn wait_for(&self, count: usize) -> Vec<Sent> {
        wait_until(|| Some(self.sent()).filter(|sent| sent.len() >= count))
    }
}

/// Asks again until there is an answer.
pub(crate) fn wait_until<T>(ask: impl Fn() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "it takes too long");
        thread::sleep(Duration::from_millis(20));
    }
}

fn answer(stream: impl Read + Write, all: &Mutex<Vec<Sent>>, status: &dyn Fn(usize) -> u16) {
    let mut reader = BufReader::new(stream);
    while let Some(sent) = read(&mut reader) {
        let status = {
            let mut all = all.lock().unwrap();
            all.push(sent);
            status(all.len() - 1)
        };
        if status == 0 {
            thread::sleep(Duration::from_secs(60));
            return;
        }
        let location = if status == 302 { "Location: /elsewhere\r\n" } else { "" };
        let head = format!("HTTP/1.1 {status} So\r\n{location}Content-Length: 0\r\n\r\n");
        if reader.get_mut().write_all(head.as_bytes()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<impl Read>) -> Option<Sent> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    assert_eq!(line.trim_end(), "POST /hook HTTP/1.1");
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut body = vec![0; headers["content-length"].parse().unwrap()];
    reader.read_exact(&mut body).ok()?;
    Some(Sent { headers, body: String::from_utf8(body).unwrap() })
}

impl Sent {
    /// Checks the signature as the specification of Standard Webhooks says.
    pub(crate) fn assert_signed(&self, secret: &str) {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let [id, at] = ["webhook-id", "webhook-timestamp"].map(|name| &self.headers[name]);
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{id}.{at}.{}", self.body).as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(self.headers["webhook-signature"], expected);
        let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
        assert!(now.abs_diff(at.parse().unwrap()) < 60, "{at}");
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}
