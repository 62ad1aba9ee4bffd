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

/// Sends a JSON body, with a bearer token unless it is empty; anything but a 2xx is an error
/// that says why.
pub(crate) fn send_json(
    port: u16,
    method: &str,
    path: &str,
    token: &str,
    body: &Value,
) -> Result<Answer> {
    let body = body.to_string();
    let length = body.len();
    let bearer =
        if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
    let answer = send(
        port,
        &format!(
            "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n{bearer}\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        ),
    )?;
    if !(200..300).contains(&answer.status) {
        bail!("{method} {path} answered {}: {}", answer.status, answer.body);
    }
    Ok(answer)
}

/// Posts a JSON body and reads the JSON that comes back.
pub(crate) fn post(port: u16, path: &str, token: &str, body: &Value) -> Result<Value> {
    let answer = send_json(port, "POST", path, token, body)?;
    serde_json::from_str(&answer.body).with_context(|| format!("{path} answered no JSON"))
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
