//! Connections: accepted, and given up when a client takes too long to send its headers or to read.

use crate::config::Limits;
use crate::problem::Problem;
use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// More headers than the service takes, so that it can say so itself.
const READ_HEADERS: usize = 200;
/// How long, and how much, is read from a client that was refused in the middle of its body. Closing at
/// once would reset the connection, and the client would not see why.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 16 << 20;
/// After a failed accept, such as too many open files.
const PAUSE: Duration = Duration::from_millis(200);

type Io = Pin<Box<TimeoutStream<TcpStream>>>;

/// Answers until it is told to stop; what was accepted is finished within the longest time of an answer.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: CancellationToken,
) {
    let open = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                open.spawn(connection(stream, router.clone(), limits, stop.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    open.close();
    let patience = Duration::from_secs(limits.seconds.into()) + LINGER;
    if timeout(patience, open.wait()).await.is_err() {
        tracing::warn!(left = open.len(), "connections were cut off");
    }
}

async fn connection(stream: TcpStream, router: Router, limits: Limits, stop: CancellationToken) {
    let _slower = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(Duration::from_secs(limits.read_seconds.into())));
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        Box::pin(async move { router.oneshot(request.map(Body::new)).await })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(limits.header_seconds.into()))
        .max_headers(READ_HEADERS)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let ended = {
        let mut stopped = pin!(stop.cancelled());
        let mut is_told = false;
        poll_fn(|context| {
            if !is_told && stopped.as_mut().poll(context).is_ready() {
                is_told = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
            connection.poll_without_shutdown(context)
        })
        .await
    };
    let parts = connection.into_parts();
    let is_slow = ended.is_err_and(|error| error.is_timeout()) && !parts.read_buf.is_empty();
    let _gone = close(parts.io.into_inner(), is_slow).await;
}

/// Says why, if headers did not come in time, and closes.
async fn close(mut io: Io, is_slow: bool) -> io::Result<()> {
    if is_slow {
        metrics::counter!("http_slow_headers_total").increment(1);
        io.write_all(slow_headers().as_bytes()).await?;
    }
    io.shutdown().await?;
    let mut buffer = [0; 8192];
    let mut left = LINGER_BYTES;
    let rest = async {
        while left > 0 {
            match io.read(&mut buffer).await? {
                0 => break,
                read => left = left.saturating_sub(read),
            }
        }
        Ok(())
    };
    timeout(LINGER, rest).await.unwrap_or(Ok(()))
}

/// Before there is a request, an answer can only be written as bytes.
fn slow_headers() -> String {
    let body = Problem::new(408, "slow_headers", "the headers took too long to arrive").body();
    format!(
        "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/problem+json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}
