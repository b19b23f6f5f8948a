//! Webhooks: where events are sent, and how they are signed (Standard Webhooks, version 1).

use crate::events::check_name;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::net::IpAddr;
use url::{Host, Url};

/// A webhook as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// What signs its events: `whsec_` and base64.
    pub secret: String,
    /// The events that it is sent, such as `alert` or `release.hold_ended`.
    pub events: Vec<String>,
    /// When it was added, in seconds since 1970.
    pub created: i64,
}

/// The events of a webhook that names none.
pub const USUAL: [&str; 5] = ["alert", "invoice", "payment", "plan", "release.hold_ended"];

const PREFIX: &str = "whsec_";

impl Webhook {
    /// A webhook with a random secret.
    ///
    /// # Errors
    /// If its address or an event is wrong, or the system has no random numbers.
    pub fn new(url: &str, events: &[String], may_be_plain: bool, now: i64) -> Result<Self, String> {
        let url = checked_url(url, may_be_plain)?;
        let mut events = match events {
            [] => USUAL.map(str::to_owned).to_vec(),
            events => events.to_vec(),
        };
        events.iter().try_for_each(|event| check_name(event))?;
        events.sort();
        events.dedup();
        let (mut id, mut secret) = ([0; 9], [0; 32]);
        let random = |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|error| error.to_string());
        random(&mut id)?;
        random(&mut secret)?;
        let id = format!("wh_{}", URL_SAFE_NO_PAD.encode(id));
        let secret = format!("{PREFIX}{}", STANDARD.encode(secret));
        Ok(Webhook { id, url, secret, events, created: now })
    }

    /// The headers that sign a body.
    pub fn signature(&self, event: &str, now: i64, body: &str) -> Option<String> {
        signature(&self.secret, event, now, body)
    }
}

/// The signature of a body; `None` if the secret is none.
fn signature(secret: &str, event: &str, now: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{event}.{now}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

/// Encrypted, or to this machine, or allowed by the configuration.
fn checked_url(text: &str, may_be_plain: bool) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("`{text}` is no address: {error}"))?;
    if url.host().is_none() || !url.username().is_empty() || url.password().is_some() {
        return Err(format!("`{text}` has no host, or a password: expected `https://...`"));
    }
    match url.scheme() {
        "https" => Ok(url.into()),
        "http" if may_be_plain || is_here(&url) => Ok(url.into()),
        _ => Err(format!("`{text}` is not encrypted: expected `https://...`")),
    }
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn signatures_are_those_of_standard_webhooks() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signature(secret, id, 1_614_265_330, body).as_deref(), Some(expected));
        assert_eq!(signature("secret", id, 1_614_265_330, body), None);
    }

    #[test]
    fn addresses_are_encrypted_or_of_this_machine() {
        for (url, may_be_plain, is_allowed) in [
            ("https://example.com/hook", false, true),
            ("http://127.0.0.1:9/hook", false, true),
            ("http://[::1]/", false, true),
            ("http://localhost/", false, true),
            ("http://example.com/", false, false),
            ("http://example.com/", true, true),
            ("http://127.0.0.1.example.com/", false, false),
            ("https://user:word@example.com/", true, false),
            ("ftp://example.com/", true, false),
            ("file:///etc/passwd", true, false),
            ("hook", true, false),
        ] {
            assert_eq!(checked_url(url, may_be_plain).is_ok(), is_allowed, "{url}");
        }
    }

    #[test]
    fn secrets_are_random_and_events_checked() {
        let new = || Webhook::new("https://example.com/", &[], false, 0).unwrap();
        assert_ne!(new().secret, new().secret);
        assert_eq!(new().events, USUAL);
        let wrong = Webhook::new("https://example.com/", &["alerts".into()], false, 0);
        assert!(wrong.unwrap_err().contains("alerts"));
    }
}
