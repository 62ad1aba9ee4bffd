//! The demo shop's articles: `xtask/knowledge/{locale}/{id}.md`, taken in as a merchant's own folder would be.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::{assets, http, paths, secrets::Secrets};

/// Files of one request; the edge takes at most 50.
const FILES_AT_ONCE: usize = 24;

/// Takes every article in.
pub(super) fn import(port: u16, secrets: &Secrets) -> Result<()> {
    let mut all = Vec::new();
    for locale in ["zh-CN", "en"] {
        for file in assets::files(&paths::at("xtask/knowledge").join(locale))? {
            let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&file)?;
            all.push(json!({ "id": id, "locale": locale, "text": text }));
        }
    }
    for files in all.chunks(FILES_AT_ONCE) {
        let body = json!({ "files": files });
        let answer = http::post(port, PATH, &secrets.admin_token, &body).context("the articles")?;
        let refused = answer.get("refused").and_then(Value::as_array);
        ensure!(refused.is_some_and(Vec::is_empty), "articles were refused: {answer}");
    }
    Ok(())
}

const PATH: &str = "/v1/admin/knowledge/import";
