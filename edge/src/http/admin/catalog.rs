//! What the shop sells: reading it, replacing it, taking feeds in.

use shared::{
    catalog::import::{Format, Mode, Options},
    limits::IMPORT_LEN_BYTES_MAX,
    money::Currency,
    text::Locale,
};
use worker::{Env, Request};

use super::Caller;
use crate::{
    durable::workspace::{
        self, Call,
        catalog::{self, Import},
    },
    error::{Answer, ApiError},
    http::body,
};

pub(super) async fn show(env: &Env, caller: &Caller) -> Answer {
    workspace::relay(env, &caller.workspace, Call::Catalog(catalog::Call::Show)).await
}

pub(super) async fn put(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let products = body::large_json(req, IMPORT_LEN_BYTES_MAX).await?;
    let call = Call::Catalog(catalog::Call::Put { products, by: caller.by.clone() });
    workspace::relay(env, &caller.workspace, call).await
}

/// Takes the feed in the body in, as the query says.
pub(super) async fn import(req: &mut Request, env: &Env, caller: &Caller) -> Answer {
    let config = crate::config::current(env, &caller.workspace).await;
    let usual = config.map_or(Currency::CNY, |config| config.config.settings.currency);
    let query: Vec<(String, String)> = req.url()?.query_pairs().into_owned().collect();
    let given =
        |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str());
    let text = body::large_text(req, IMPORT_LEN_BYTES_MAX).await?;
    let format = match given("format") {
        None => Format::guess(&text),
        Some("csv") => Format::Csv,
        Some("json") => Format::Json,
        Some("shopify") => Format::Shopify,
        Some("merchant") => Format::Merchant,
        Some(other) => return Err(wrong("format", other, "csv, json, shopify or merchant")),
    };
    let mode = match given("mode") {
        None | Some("update") => Mode::Update,
        Some("replace") => Mode::Replace,
        Some(other) => return Err(wrong("mode", other, "update or replace")),
    };
    let locale = match given("locale") {
        None | Some("zh-CN") => Locale::ZhCn,
        Some("en") => Locale::En,
        Some(other) => return Err(wrong("locale", other, "zh-CN or en")),
    };
    let currency = match given("currency") {
        None => usual,
        Some(code) => {
            let read = Currency::try_from(code);
            read.ok().ok_or_else(|| wrong("currency", code, "three capital letters such as CNY"))?
        }
    };
    let dry_run = match given("dry_run") {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(wrong("dry_run", other, "true or false")),
    };
    let options = Options { format, locale, currency, mode };
    let import = Import { text, options, dry_run, by: caller.by.clone() };
    let call = Call::Catalog(catalog::Call::Import(import));
    workspace::relay(env, &caller.workspace, call).await
}

fn wrong(name: &str, value: &str, known: &str) -> ApiError {
    ApiError::Invalid {
        code: "invalid_query",
        path: name.into(),
        detail: format!("{name} is {value:?}, not {known}"),
    }
}
