//! A file of products: chosen, checked, looked at, taken in.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{catalog::Product, wire::catalog::ImportAnswer};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement, TextDecoder, TextDecoderOptions};

use super::preview;
use crate::{
    api::{self, Failure, Feed, Remote},
    i18n::{Text, products, t, tf},
    state::{derived::memo, locale, notices, session},
    ui::{
        choice::{Segmented, Select},
        field::{TextField, fresh_id},
        list::live,
        page::Card,
    },
};

/// The most that the edge takes, in bytes.
const FILE_LEN_BYTES_MAX: f64 = 8.0 * 1_048_576.0;

/// How far it has come.
#[derive(Clone)]
pub(super) enum Came {
    /// No file is chosen.
    Nothing,
    /// A file of this name is checked, or taken in.
    Under(Text, String),
    /// This would become of the catalog.
    Checked(ImportAnswer),
    /// It cannot be read, or not now.
    Failed(String),
}

/// What is chosen, and how far it has come.
#[derive(Clone, Copy)]
struct Form {
    text: RwSignal<String>,
    name: RwSignal<String>,
    format: RwSignal<String>,
    spoken: RwSignal<String>,
    currency: RwSignal<String>,
    mode: RwSignal<String>,
    came: RwSignal<Came>,
}

impl Form {
    /// The file, to be taken in.
    fn feed(self) -> Feed {
        let [format, locale, currency, mode] =
            [self.format, self.spoken, self.currency, self.mode].map(|field| field.get_untracked());
        Feed { text: self.text.get_untracked(), format, locale, currency, mode, dry_run: false }
    }

    /// Asks what would become of the catalog.
    fn check(self) {
        if self.text.with_untracked(String::is_empty) {
            return;
        }
        self.came.set(Came::Under(products::CHECKING, self.name.get_untracked()));
        let asked = Feed { dry_run: true, ..self.feed() };
        spawn_local(async move {
            let came = match api::import_catalog(&asked).await {
                Ok(answer) => Came::Checked(answer),
                Err(failure) => Came::Failed(said(&failure)),
            };
            // Gone with the page it was on, or another choice was made meanwhile.
            if self.text.try_with_untracked(|text| *text == asked.text).unwrap_or(false) {
                let _gone = self.came.try_set(came);
            }
        });
    }

    /// Takes the file in that was checked.
    fn apply(self, all: Remote<Vec<Product>>, importing: RwSignal<bool>) {
        self.came.set(Came::Under(products::IMPORTING, String::new()));
        let feed = self.feed();
        spawn_local(async move {
            match api::import_catalog(&feed).await {
                Ok(ImportAnswer { added, changed, removed, .. }) => {
                    let [added, changed, removed] =
                        [added, changed, removed].map(|count| count.to_string());
                    let parts = [
                        ("added", added.as_str()),
                        ("changed", changed.as_str()),
                        ("removed", removed.as_str()),
                    ];
                    notices::done(tf(products::DONE, &parts));
                    all.ask_again();
                    let _gone = importing.try_set(false);
                }
                Err(failure) => {
                    let _gone = self.came.try_set(Came::Failed(said(&failure)));
                }
            }
        });
    }
}

fn said(failure: &Failure) -> String {
    failure.line(locale::current())
}

/// The card with the file, how it is to be read, and what would become of the catalog.
pub(super) fn feed(all: Remote<Vec<Product>>, importing: RwSignal<bool>) -> AnyView {
    let word = |text: &str| RwSignal::new(text.to_owned());
    let form = Form {
        text: word(""),
        name: word(""),
        format: word(""),
        spoken: word(untrack(locale::current).tag()),
        currency: word(untrack(session::currency).as_str()),
        mode: word("update"),
        came: RwSignal::new(Came::Nothing),
    };
    // Whoever reads it otherwise wants to see that.
    let choices =
        memo(move || [form.format, form.spoken, form.currency, form.mode].map(|field| field.get()));
    Effect::new(move |before: Option<()>| {
        choices.get();
        if before.is_some() {
            form.check();
        }
    });
    view! {
        <Card title=products::FEED hint=products::FEED_HINT>
            {fields(form)}
            <div role="status">{live(move || match form.came.get() {
                Came::Nothing => ().into_any(),
                Came::Under(text, name) => {
                    view! { <p class="muted card-note feed-under">{tf(text, &[("name", &name)])}</p> }.into_any()
                }
                Came::Failed(said) => view! { <p class="banner inside bad" role="alert">{said}</p> }.into_any(),
                Came::Checked(answer) => {
                    let go = Callback::new(move |()| form.apply(all, importing));
                    let cancel = Callback::new(move |()| importing.set(false));
                    preview::preview(&answer, go, cancel)
                }
            })}</div>
        </Card>
    }
    .into_any()
}

/// The file, and how it is to be read.
fn fields(form: Form) -> AnyView {
    let id = fresh_id("feed");
    let formats = Signal::derive(move || {
        let named = |key: &str, name: &str| (key.to_owned(), name.to_owned());
        vec![
            named("", t(products::FORMAT_AUTO)()),
            named("csv", "CSV / TSV"),
            named("json", "JSON"),
            named("shopify", "Shopify JSON"),
            named("merchant", "Google Merchant (XML)"),
        ]
    });
    view! {
        <div class="card-body fields feed-form">
            <div class="field feed-file">
                <label for=id.clone()>{t(products::FILE)}</label>
                <div class="feed-drop">
                    <span class="feed-drop-name">{live(move || match form.name.get() {
                        name if name.is_empty() => t(products::FILE_CHOOSE)().into_any(),
                        name => name.into_any(),
                    })}</span>
                    <span class="muted small">{t(products::FILE_MOST)}</span>
                    <input
                        id=id type="file" name="feed" accept=".csv,.tsv,.txt,.json,.xml,.rss,.atom"
                        on:change=move |event| chosen(&event, form)
                    />
                </div>
            </div>
            <Select label=products::FORMAT value=form.format options=formats name="format"/>
            <TextField
                label=products::CURRENCY value=form.currency name="currency" hint=products::CURRENCY_HINT
            />
            <Segmented
                label=products::LANGUAGE value=form.spoken
                options=vec![("zh-CN", products::ZH), ("en", products::EN)]
            />
            <Segmented
                label=products::MODE value=form.mode
                options=vec![("update", products::MODE_UPDATE), ("replace", products::MODE_REPLACE)]
            />
        </div>
    }
    .into_any()
}

/// Reads the file that was chosen, then has it checked.
fn chosen(event: &ev::Event, form: Form) {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else {
        return;
    };
    let name = file.name();
    form.text.set(String::new());
    if FILE_LEN_BYTES_MAX < file.size() {
        let size = format!("{:.1}", file.size() / 1_048_576.0);
        let said = tf(products::TOO_LARGE, &[("name", &name), ("n", &size)]);
        form.came.set(Came::Failed(said));
        return;
    }
    form.came.set(Came::Under(products::CHECKING, name.clone()));
    form.name.set(name);
    spawn_local(async move {
        let text = text_of(&file).await.unwrap_or_default();
        if text.trim().is_empty() {
            let _gone = form.came.try_set(Came::Failed(t(products::UNREADABLE)().to_owned()));
        } else if form.text.try_set(text).is_none() {
            form.check();
        }
    });
}

/// The text of a file: UTF-8, else the encoding that Chinese spreadsheets are still saved in.
async fn text_of(file: &File) -> Result<String, JsValue> {
    let bytes = JsFuture::from(file.array_buffer()).await?;
    let bytes = bytes.unchecked_into::<js_sys::ArrayBuffer>();
    let strict = TextDecoderOptions::new();
    strict.set_fatal(true);
    let read = |label: &str| {
        TextDecoder::new_with_label_and_options(label, &strict)?.decode_with_buffer_source(&bytes)
    };
    read("utf-8").or_else(|_other| read("gb18030"))
}
