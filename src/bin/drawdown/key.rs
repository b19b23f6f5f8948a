//! `drawdown key`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::quote::signer;
use anyhow::anyhow;
use base64ct::{Base64UrlUnpadded, Encoding};
use clap::{Subcommand, ValueEnum};
use drawdown::{Instant, QuoteAlgorithm};
use serde::Serialize;
use std::fs::OpenOptions;
use std::io::Write;
use zeroize::Zeroizing;

/// Make keys that sign quotes
#[derive(Subcommand)]
pub(crate) enum Command {
    New(NewArgs),
    Public(PublicArgs),
}

/// Make a secret key from the random numbers of the operating system
#[derive(clap::Args)]
pub(crate) struct NewArgs {
    /// Id of the key, such as 2026-11: quotes name it
    #[arg(value_name = "ID")]
    id: String,

    /// How it signs: `ed25519` has a public key for those who verify, `hmac` is one secret for both
    #[arg(long, value_enum, default_value_t = Algorithm::Ed25519)]
    alg: Algorithm,

    /// The file to write, which must not exist; only its owner may read it
    #[arg(long, short, value_name = "FILE")]
    output: String,
}

/// Print the public key of a secret Ed25519 key: give it to those who verify
#[derive(clap::Args)]
pub(crate) struct PublicArgs {
    /// The secret key
    #[arg(value_name = "KEY.json")]
    key: String,

    /// First instant at which it is valid
    #[arg(long, value_name = "INSTANT")]
    from: Option<Instant>,

    /// First instant at which it is no longer valid
    #[arg(long, value_name = "INSTANT")]
    until: Option<Instant>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Algorithm {
    Ed25519,
    Hmac,
}

/// A secret key, as its file has it.
#[derive(Serialize)]
struct KeyFile<'a> {
    key: &'a str,
    alg: QuoteAlgorithm,
    secret: &'a str,
}

pub(crate) fn run(command: &Command) -> anyhow::Result<Answer> {
    match command {
        Command::New(args) => new(args),
        Command::Public(args) => public(args),
    }
}

fn new(args: &NewArgs) -> anyhow::Result<Answer> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes).map_err(|error| anyhow!("no random numbers: {error}"))?;
    let secret = Zeroizing::new(Base64UrlUnpadded::encode_string(&*bytes));
    let alg = match args.alg {
        Algorithm::Ed25519 => QuoteAlgorithm::Ed25519,
        Algorithm::Hmac => QuoteAlgorithm::HmacSha256,
    };
    let file = KeyFile { key: &args.id, alg, secret: &secret };
    let text = Zeroizing::new(drawdown::to_text_pretty(&file)?);
    write(&args.output, &text).map_err(|error| {
        let fault = format!("{}: cannot be written: {error}", args.output);
        Failure::new(fault, "give the path of a new file in a folder that exists")
    })?;
    Ok(Answer::new(format!("{}: key {}, keep it secret\n", args.output, args.id)))
}

/// Writes a new file that only its owner may read.
fn write(path: &str, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

fn public(args: &PublicArgs) -> anyhow::Result<Answer> {
    let mut key = signer(&args.key)?.key();
    if key.public().is_none() {
        let hint = "those who verify need the same secret: give `drawdown verify` this file";
        return Err(Failure::new("an HMAC key has no public key", hint).into());
    }
    key = args.from.into_iter().fold(key, drawdown::QuoteKey::from);
    key = args.until.into_iter().fold(key, drawdown::QuoteKey::until);
    Answer::json(&key)
}
