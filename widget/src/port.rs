//! What the shop's page and the frame say to each other, over one `MessagePort`.
//!
//! Every message is one JSON text. From the page: an object is a word about the widget itself ([`FromPage`]), a list
//! is what happened in the shop ([`Signal`]s). To the page: a call of the loader's own table, `[name, …arguments]`
//! ([`ToPage`]). The loader is the other half of this file: `widget/loader/loader.js`.
//!
//! The page is not trusted: the shop's scripts can reach the loader. What cannot be read is dropped, and a signal
//! becomes an event only through [`crate::capture`].

use serde_json::Value;
use shared::{conversation::Speaker, time::Timestamp};

use crate::{
    json::{self, count, is_true, items, moment, object, text_or_empty},
    session::offers::Teaser,
};

/// Something the page says.
#[derive(Debug)]
pub enum Heard {
    /// About the widget.
    Word(FromPage),
    /// What happened in the shop, oldest first.
    Signals(Vec<Signal>),
}

/// A word about the widget itself.
#[derive(Debug, Clone, PartialEq)]
pub enum FromPage {
    /// The first word: who embeds us, and how things stand.
    Hello(Hello),
    /// The visitor, or the merchant's consent tool, chose.
    Consent(Choice),
    /// The panel was opened.
    Open,
    /// The panel was closed.
    Closed,
    /// The visitor sent the offer beside the launcher away.
    Dismissed,
    /// The visitor moves about on the page; totals since it was loaded.
    Stir {
        /// Clicks.
        clicks: u32,
        /// How deep the page was scrolled, in tenths.
        depth: u32,
    },
    /// Language or theme changed.
    Set {
        /// BCP 47.
        locale: String,
        /// Light or dark.
        theme: Theme,
    },
    /// The customer logged out: this browser is a new person from now on.
    Reset,
}

/// How things stand on the page when the frame arrives.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "two independent facts, read by name")]
pub struct Hello {
    /// The site's public key, as written in the tag.
    pub site: String,
    /// Where the visitor came from.
    pub referrer: String,
    /// BCP 47.
    pub locale: String,
    /// Light or dark.
    pub theme: Theme,
    /// What was chosen, if anything.
    pub consent: Option<Choice>,
    /// Whether the panel is open already.
    pub is_open: bool,
    /// Whether the customer logged out before we came.
    pub is_forgotten: bool,
    /// What we gave the page to keep where the browser denies us storage: for the tab, and for the device.
    pub kept: [String; 2],
}

/// What the visitor allows. Nothing said about a purpose is a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one answer for each purpose, each asked for by itself"
)]
pub struct Choice {
    /// Remembering what they do in the shop.
    pub analytics: bool,
    /// Recommending and making offers.
    pub marketing: bool,
    /// When they chose, by the clock of the page, which keeps it: another tab may know a later choice.
    pub at: Option<Timestamp>,
    /// The notice they saw.
    pub notice: Option<u16>,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the visitor's device.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// One raw thing that happened in the shop: a page seen, or a call of the SDK.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// The call: `page`, `track`, `identify`, `group`, `alias`, `trigger`, `flush`.
    pub call: String,
    /// Its arguments, unread.
    pub arguments: Vec<Value>,
    /// Made by the loader; one signal told twice is one event.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// On which page.
    pub url: String,
    /// What the page is called.
    pub title: String,
}

/// What the frame asks of the loader: one of its calls with the arguments.
#[derive(Debug, Clone, PartialEq)]
pub enum ToPage {
    /// So many signals were taken; forget them.
    Ack(usize),
    /// The shop's colour and the ink that can be read on it.
    Look {
        /// Background.
        primary: String,
        /// Text on it.
        ink: &'static str,
    },
    /// Close the panel.
    Close,
    /// So many messages wait.
    Unread(usize),
    /// Show an offer beside the launcher.
    Teaser(Teaser),
    /// Take the offer away.
    NoTeaser,
    /// The visitor chose in the chat.
    Consent(Choice),
    /// Tell the shop, which listens with `proffer('on', …)`.
    Emit(Announcement),
}

/// What the shop can listen for.
#[derive(Debug, Clone, PartialEq)]
pub enum Announcement {
    /// `boot`: who the visitor is to us.
    Boot {
        /// As events name them.
        anonymous_id: String,
    },
    /// `unread`: how many messages wait.
    Unread(usize),
    /// `message`: something was said; the words stay in the frame.
    Message {
        /// Which message.
        id: String,
        /// Who said it.
        from: Speaker,
    },
    /// `offer`: something is shown to the visitor.
    Offer {
        /// Which delivery.
        delivery: String,
        /// `offer`, `products` or `text`.
        kind: &'static str,
    },
    /// `coupon`: the visitor wants to use a coupon.
    Coupon {
        /// What they type at the checkout.
        code: String,
        /// Which delivery.
        delivery: String,
    },
    /// `cart:add`: the visitor wants one of a product in the cart.
    CartAdd {
        /// Which product.
        product: String,
        /// Which delivery.
        delivery: String,
    },
}

/// Reads one message of the page; what cannot be read is nothing.
#[must_use]
pub fn read(text: &str) -> Option<Heard> {
    let value = json::parse(text)?;
    if value.is_array() {
        let signals = items(Some(&value)).iter().filter_map(Signal::read).collect();
        Some(Heard::Signals(signals))
    } else {
        FromPage::read(&value).map(Heard::Word)
    }
}

impl FromPage {
    fn read(value: &Value) -> Option<Self> {
        Some(match json::text(value, "t")? {
            "hello" => Self::Hello(Hello {
                site: text_or_empty(value, "site"),
                referrer: text_or_empty(value, "referrer"),
                locale: text_or_empty(value, "locale"),
                theme: Theme::read(value),
                consent: value.get("consent").and_then(Choice::read),
                is_open: is_true(value, "open"),
                is_forgotten: is_true(value, "forgotten"),
                kept: Hello::kept(value),
            }),
            "consent" => Self::Consent(value.get("consent").and_then(Choice::read)?),
            "open" => Self::Open,
            "closed" => Self::Closed,
            "dismissed" => Self::Dismissed,
            "stir" => Self::Stir { clicks: count(value, "clicks"), depth: count(value, "depth") },
            "set" => {
                Self::Set { locale: text_or_empty(value, "locale"), theme: Theme::read(value) }
            }
            "reset" => Self::Reset,
            _ => return None,
        })
    }
}

impl Hello {
    fn kept(value: &Value) -> [String; 2] {
        let mut texts = items(value.get("kept")).iter();
        [(); 2].map(|()| texts.next().and_then(Value::as_str).unwrap_or_default().to_owned())
    }
}

impl Choice {
    fn read(value: &Value) -> Option<Self> {
        value.is_object().then(|| Self {
            analytics: is_true(value, "analytics"),
            marketing: is_true(value, "marketing"),
            at: moment(value, "at"),
            notice: value.get("notice").and_then(Value::as_u64).and_then(|n| n.try_into().ok()),
        })
    }

    /// Whether another choice has the same answers, whenever it was made.
    #[must_use]
    pub const fn says_the_same(self, other: Self) -> bool {
        self.analytics == other.analytics && self.marketing == other.marketing
    }

    /// As the loader and Segment's `categoryPreferences` have it.
    #[must_use]
    pub fn write(self) -> Value {
        object([("analytics", self.analytics.into()), ("marketing", self.marketing.into())])
    }
}

impl Theme {
    fn read(value: &Value) -> Self {
        match json::text(value, "theme") {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::Auto,
        }
    }
}

impl Signal {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            call: json::text(value, "t")?.to_owned(),
            arguments: items(value.get("a")).to_vec(),
            id: json::text(value, "id")?.to_owned(),
            at: moment(value, "at")?,
            url: text_or_empty(value, "url"),
            title: text_or_empty(value, "title"),
        })
    }
}

impl ToPage {
    /// The message as the loader reads it.
    #[must_use]
    pub fn write(self) -> String {
        let call: Vec<Value> = match self {
            Self::Ack(count) => vec!["ack".into(), count.into()],
            Self::Look { primary, ink } => {
                vec!["look".into(), format!("--p:{primary};--i:{ink}").into()]
            }
            Self::Close => vec!["close".into()],
            Self::Unread(count) => vec!["unread".into(), count.into()],
            Self::Teaser(teaser) => vec!["teaser".into(), teaser.title.into(), teaser.body.into()],
            Self::NoTeaser => vec!["teaser".into()],
            Self::Consent(choice) => vec!["consent".into(), choice.write(), "widget".into()],
            Self::Emit(announcement) => {
                let (name, data) = announcement.write();
                vec!["emit".into(), name.into(), data]
            }
        };
        Value::Array(call).to_string()
    }
}

impl Announcement {
    fn write(self) -> (&'static str, Value) {
        match self {
            Self::Boot { anonymous_id } => {
                ("boot", object([("anonymous_id", anonymous_id.into())]))
            }
            Self::Unread(count) => ("unread", count.into()),
            Self::Message { id, from } => {
                ("message", object([("id", id.into()), ("from", speaker(from).into())]))
            }
            Self::Offer { delivery, kind } => {
                ("offer", object([("delivery_id", delivery.into()), ("kind", kind.into())]))
            }
            Self::Coupon { code, delivery } => {
                ("coupon", object([("code", code.into()), ("delivery_id", delivery.into())]))
            }
            Self::CartAdd { product, delivery } => {
                let product = ("product_id", product.into());
                let delivery = ("delivery_id", delivery.into());
                ("cart:add", object([product, ("quantity", 1.into()), delivery]))
            }
        }
    }
}

/// Who speaks, as the wire names them.
#[must_use]
pub const fn speaker(from: Speaker) -> &'static str {
    match from {
        Speaker::Visitor => "visitor",
        Speaker::Assistant => "assistant",
        Speaker::Agent => "agent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_loader_writes_is_read() {
        let heard = read(
            r#"{"t":"hello","site":"pk_1","consent":{"analytics":true,"marketing":true,"source":"widget","notice":1,"at":5},"position":"right","referrer":"","locale":"zh-CN","theme":"dark","open":false}"#,
        );
        let Some(Heard::Word(FromPage::Hello(hello))) = heard else { panic!("{heard:?}") };
        let at = Some(Timestamp::from_unix_millis(5));
        let choice = Choice { analytics: true, marketing: true, at, notice: Some(1) };
        assert_eq!(hello.consent, Some(choice));
        assert_eq!(hello.theme, Theme::Dark);
    }

    #[test]
    fn a_refusal_by_the_browser_is_a_no_to_everything_and_silence_is_no_answer() {
        let consent = |text: &str| match read(text) {
            Some(Heard::Word(FromPage::Hello(hello))) => hello.consent,
            other => panic!("{other:?}"),
        };
        assert_eq!(consent(r#"{"t":"hello","consent":{}}"#), Some(Choice::default()));
        for silence in [
            r#"{"t":"hello","consent":false}"#,
            r#"{"t":"hello","consent":null}"#,
            r#"{"t":"hello"}"#,
        ] {
            assert_eq!(consent(silence), None, "{silence}");
        }
    }

    #[test]
    fn a_list_is_signals_with_their_arguments_unread() {
        let text = r#"[{"t":"track","a":["Product Viewed",{"price":1.5}],"id":"1","at":2,"url":"u","title":"t"},{"t":"track"}]"#;
        let Some(Heard::Signals(signals)) = read(text) else { panic!("not read") };
        assert_eq!(signals.len(), 1, "the second has no id and no time");
        assert_eq!(signals[0].arguments[0], "Product Viewed");
    }

    #[test]
    fn what_cannot_be_read_is_dropped() {
        for text in ["", "null", "1", r#"{"t":"eval"}"#, r#"{"t":"open"#, r#"{"t":"consent"}"#] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_call_of_the_loader_is_its_name_and_arguments() {
        assert_eq!(ToPage::Ack(3).write(), r#"["ack",3]"#);
        let add = Announcement::CartAdd { product: "p".into(), delivery: "d".into() };
        assert_eq!(
            ToPage::Emit(add).write(),
            r#"["emit","cart:add",{"delivery_id":"d","product_id":"p","quantity":1}]"#
        );
    }
}
