//! Numbers, amounts and moments as the page's language writes them, by the browser's `Intl`.

use js_sys::{Array, Date, Intl::NumberFormat, Object, Reflect};
use shared::{
    money::{Currency, Minor},
    text::Locale,
    time::Timestamp,
};
use wasm_bindgen::{JsCast as _, JsValue};

use super::{locale, segments};
use crate::explain::Figures;

/// Writes figures with the browser's `Intl`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IntlFigures(pub(crate) Locale);

/// Figures in the page's language; a view that asks follows it.
pub(crate) fn figures() -> IntlFigures {
    IntlFigures(locale::current())
}

impl Figures for IntlFigures {
    fn locale(&self) -> Locale {
        self.0
    }

    fn number(&self, number: f64) -> String {
        write_number(self.0, number, &[("maximumFractionDigits", 2.into())])
    }

    fn percent(&self, share: f64) -> String {
        let digits = u8::from(share.abs() < 0.0995 && share != 0.0);
        let style = [("style", "percent".into()), ("maximumFractionDigits", digits.into())];
        write_number(self.0, share, &style)
    }

    fn money(&self, amount: Minor, currency: Currency) -> String {
        let major = amount.to_major(currency);
        let whole = major.fract() == 0.0;
        let digits = if whole { 0 } else { 2 };
        write_number(
            self.0,
            major,
            &[
                ("style", "currency".into()),
                ("currency", currency.as_str().into()),
                ("currencyDisplay", "narrowSymbol".into()),
                ("minimumFractionDigits", digits.into()),
                ("maximumFractionDigits", digits.into()),
            ],
        )
    }

    fn moment(&self, at: Timestamp) -> String {
        let style =
            [("month", "short"), ("day", "numeric"), ("hour", "2-digit"), ("minute", "2-digit")];
        write_date(self.0, at, &style)
    }

    fn segment(&self, word: &str) -> String {
        segments::name(word, self.0)
    }
}

impl IntlFigures {
    /// A whole number of people or things.
    pub(crate) fn count(self, count: u64) -> String {
        self.number(float(count))
    }

    /// An amount for an axis: short, such as ¥12K or 1.2 万.
    pub(crate) fn money_short(self, amount: f64, currency: Currency) -> String {
        write_number(
            self.0,
            amount / f64::from(currency.minor_per_major()),
            &[
                ("style", "currency".into()),
                ("currency", currency.as_str().into()),
                ("currencyDisplay", "narrowSymbol".into()),
                ("notation", "compact".into()),
                ("maximumFractionDigits", 1.into()),
            ],
        )
    }

    /// A day that a report names as `2026-01-05`, such as "Jan 5".
    pub(crate) fn day(self, date: &str) -> String {
        moment_of_field(&[date, "T12:00:00Z"].concat()).map_or_else(
            || date.to_owned(),
            |at| write_date(self.0, at, &[("month", "short"), ("day", "numeric")]),
        )
    }

    /// A moment to the second, for a list in which things follow each other.
    pub(crate) fn time(self, at: Timestamp) -> String {
        write_date(self.0, at, &[("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit")])
    }

    /// The day of a moment in words, such as "Monday, January 5".
    pub(crate) fn long_day(self, at: Timestamp) -> String {
        write_date(self.0, at, &[("weekday", "long"), ("month", "long"), ("day", "numeric")])
    }
}

/// The IANA zones that the browser knows; none where it does not say.
pub(crate) fn zones() -> Vec<String> {
    let list = || -> Result<Array, JsValue> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let ask: js_sys::Function = Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into()?;
        ask.call1(&intl, &"timeZone".into())?.dyn_into()
    };
    list()
        .map(|zones| zones.iter().filter_map(|zone| zone.as_string()).collect())
        .unwrap_or_default()
}

/// Writes a moment as a `datetime-local` field wants it, in the browser's time zone.
pub(crate) fn moment_to_field(at: Timestamp) -> String {
    let date = Date::new(&millis(at));
    let two = |number: u32| format!("{number:02}");
    format!(
        "{}-{}-{}T{}:{}",
        date.get_full_year(),
        two(date.get_month().saturating_add(1)),
        two(date.get_date()),
        two(date.get_hours()),
        two(date.get_minutes()),
    )
}

/// Reads a moment as the browser does: a `datetime-local` field is in its time zone; `None` if it is empty.
pub(crate) fn moment_of_field(text: &str) -> Option<Timestamp> {
    let parsed = Date::parse(text);
    #[expect(clippy::as_conversions, reason = "a date of the browser is whole and below 2^53")]
    #[expect(clippy::cast_possible_truncation, reason = "a date of the browser is below 2^53")]
    parsed.is_finite().then(|| Timestamp::from_unix_millis(parsed as i64))
}

/// A count as a number for drawing.
pub(crate) fn float(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// An amount in minor units as a number for drawing.
pub(crate) fn minor_float(amount: Minor) -> f64 {
    amount.to_major(Currency::CNY) * 100.0
}

fn millis(at: Timestamp) -> JsValue {
    // Exact: Unix time in milliseconds is far below 2^53.
    #[expect(clippy::as_conversions, reason = "Unix time in milliseconds is far below 2^53")]
    #[expect(clippy::cast_precision_loss, reason = "Unix time in milliseconds is far below 2^53")]
    JsValue::from_f64(at.unix_millis() as f64)
}

fn options<V: Into<JsValue> + Clone>(pairs: &[(&str, V)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a property of a plain object cannot fail.
        drop(Reflect::set(&options, &JsValue::from_str(name), &value.clone().into()));
    }
    options
}

fn write_number(locale: Locale, number: f64, style: &[(&str, JsValue)]) -> String {
    let locales = Array::of1(&JsValue::from_str(locale.tag()));
    let format = NumberFormat::new(&locales, &options(style)).format();
    let written = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(number));
    // A browser without the style writes the plain number.
    written.ok().and_then(|text| text.as_string()).unwrap_or_else(|| number.to_string())
}

fn write_date(locale: Locale, at: Timestamp, style: &[(&str, &str)]) -> String {
    let style: Vec<(&str, JsValue)> =
        style.iter().map(|(name, value)| (*name, JsValue::from_str(value))).collect();
    let options = options(&style);
    drop(Reflect::set(&options, &"hour12".into(), &false.into()));
    Date::new(&millis(at)).to_locale_string(locale.tag(), &options).into()
}
