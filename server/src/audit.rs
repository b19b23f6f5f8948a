//! What was decided about quotes, for ever. Verdicts that change nothing are written in groups, behind the
//! answer: an answer does not wait for the disk. Those of quotes that an account takes are written with its
//! change.

use crate::store::sql::SqlStore;
use crate::store::{StoreError, Verdicted};
use drawdown::{Credits, Instant, QuoteHead, Verdict};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// The most verdicts that wait; then answers wait too.
const QUEUE: usize = 16_384;
/// The most verdicts in one commit.
const GROUP: usize = 1024;
/// How long the first verdict of a group waits for others.
const LINGER: Duration = Duration::from_millis(100);
/// How long to wait after a commit that failed.
const PAUSE: Duration = Duration::from_secs(1);
/// How often the last group is tried when the service stops.
const LAST_TRIES: u32 = 5;
/// The longest text of a verdict, in characters.
const LONGEST: usize = 500;

/// Who asks for a verdict.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Id of the API key.
    pub api_key: String,
    /// Id of the account.
    pub account: Option<String>,
}

impl Verdicted {
    /// A verdict on a quote; without a head, on what is taken for one.
    pub fn new(asker: &Asker, now: Instant, head: Option<QuoteHead>, code: &str) -> Self {
        let (digest, catalog) = head.map(|head| (head.digest, head.catalog.digest)).unzip();
        Verdicted {
            id: Uuid::now_v7().to_string(),
            decided: now.to_unix(),
            api_key: asker.api_key.clone(),
            account: asker.account.clone(),
            quote: digest,
            catalog,
            verdict: code.to_owned(),
            difference: None,
            text: None,
        }
    }

    /// What the library says of a quote.
    pub fn of(asker: &Asker, now: Instant, head: Option<QuoteHead>, verdict: &Verdict) -> Self {
        let known = Verdicted::new(asker, now, head, verdict.code());
        let difference = difference(verdict).map(|credits| credits.to_string());
        match verdict {
            Verdict::Verified => known,
            _ => Verdicted { difference, ..known }.with_text(&verdict.to_string()),
        }
    }

    /// Says more in words.
    #[must_use]
    pub fn with_text(self, text: &str) -> Self {
        Verdicted { text: Some(text.chars().take(LONGEST).collect()), ..self }
    }
}

/// The quote's total less the right one.
fn difference(verdict: &Verdict) -> Option<Credits> {
    match verdict {
        Verdict::Differs { difference, .. } => *difference,
        Verdict::StaleCatalog { quoted_total, current_total, .. } => {
            quoted_total.as_ref()?.checked_sub((*current_total)?)
        }
        _ => None,
    }
}

/// The verdicts that are to be written.
pub struct Audit {
    /// Taken when the service stops.
    queue: Mutex<Option<Sender<Verdicted>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Audit {
    /// Begins to write.
    pub fn start(store: SqlStore) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let task = tokio::spawn(write_all(store, waiting));
        Audit { queue: Mutex::new(Some(queue)), task: Mutex::new(Some(task)) }
    }

    /// Has verdicts written. With a full queue, it waits.
    ///
    /// # Errors
    /// If the service is stopping.
    pub async fn note(&self, all: impl IntoIterator<Item = Verdicted>) -> Result<(), StoreError> {
        let stopped = || StoreError::Unavailable("the service is stopping".into());
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let queue = queue.ok_or_else(stopped)?;
        for verdict in all {
            queue.send(verdict).await.map_err(|_| stopped())?;
        }
        Ok(())
    }

    /// Writes what waits, and stops.
    pub async fn finish(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            let _stopped = task.await;
        }
    }
}

async fn write_all(store: SqlStore, mut waiting: Receiver<Verdicted>) {
    let mut group = Vec::new();
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        let full = async {
            while group.len() < GROUP {
                let room = GROUP - group.len();
                if waiting.recv_many(&mut group, room).await == 0 {
                    break;
                }
            }
        };
        let _in_time = tokio::time::timeout(LINGER, full).await;
        write(&store, &waiting, &group).await;
        group.clear();
    }
}

/// Tries until it is done; while the service stops, a few times.
async fn write(store: &SqlStore, waiting: &Receiver<Verdicted>, group: &[Verdicted]) {
    let mut last_tries = LAST_TRIES;
    while let Err(error) = store.add_verdicts(group).await {
        if waiting.is_closed() || waiting.sender_strong_count() == 0 {
            last_tries -= 1;
        }
        if last_tries == 0 {
            tracing::error!(%error, count = group.len(), "verdicts are lost");
            return;
        }
        tracing::warn!(%error, "verdicts cannot be written: once more");
        tokio::time::sleep(PAUSE).await;
    }
}
