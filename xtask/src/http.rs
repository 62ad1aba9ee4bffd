//! A small HTTP client for the local instance: one request a connection, no TLS.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// No local answer takes longer, or something is stuck.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body, as text.
    pub(crate) body: String,
}

/// Asks for a path.
pub(crate) fn get(port: u16, path: &str) -> Result<Answer> {
    send(port, &format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n"))
}

/// Sends a JSON body with a bearer token; anything but a 2xx is an error that says why.
pub(crate) fn send_json(
    port: u16,
    method: &str,
    path: &str,
    token: &str,
    body: &Value,
) -> Result<Answer> {
    let body = body.to_string();
    let length = body.len();
    let answer = send(
        port,
        &format!(
            "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\
             Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        ),
    )?;
    if !(200..300).contains(&answer.status) {
        bail!("{method} {path} answered {}: {}", answer.status, answer.body);
    }
    Ok(answer)
}

fn send(port: u16, request: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").context("the answer has no end of headers")?;
    let status = head.split(' ').nth(1).context("the answer has no status")?;
    Ok(Answer { status: status.parse()?, body: body.to_owned() })
}
