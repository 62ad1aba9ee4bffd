//! Amounts, times and addresses as the visitor reads them.

use shared::{
    money::{Currency, Minor},
    offer::Benefit,
    text::Locale,
    time::Timestamp,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::words::{Off, Words};

#[wasm_bindgen(module = "/src/ui/format.js")]
extern "C" {
    #[wasm_bindgen(js_name = money)]
    fn format_money(locale: &str, currency: &str, amount: f64) -> String;
    #[wasm_bindgen(js_name = clock)]
    fn format_clock(locale: &str, at: f64) -> String;
    /// The address as seen from the shop; empty if it is no web address.
    pub fn address(url: &str, origin: &str) -> String;
    /// Puts a text on the clipboard, where the browser allows it.
    pub fn copy(text: &str);
}

/// An amount, such as `¥4,999`.
#[must_use]
pub fn money(locale: Locale, currency: Currency, amount: Minor) -> String {
    format_money(locale.tag(), currency.as_str(), amount.to_major(currency))
}

/// A time of day, such as `14:05`.
#[must_use]
#[expect(clippy::as_conversions, reason = "there is no other conversion to float")]
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are below 2^53")]
pub fn time_of_day(locale: Locale, at: Timestamp) -> String {
    format_clock(locale.tag(), at.unix_millis() as f64)
}

/// A saving, such as `立减 ¥100`.
#[must_use]
pub fn saving(words: &Words, locale: Locale, benefit: Benefit, currency: Currency) -> String {
    let Off(before, after) = words.off;
    match benefit {
        Benefit::PercentOff { percent } => format!("{before}{}%{after}", u8::from(percent)),
        Benefit::AmountOff { amount_minor } => {
            format!("{before}{}{after}", money(locale, currency, amount_minor))
        }
        Benefit::FreeDelivery => words.free_delivery.to_owned(),
    }
}

/// What is left until `end`, such as `1:59:07`; empty once it is over.
#[must_use]
pub fn countdown(words: &Words, end: Timestamp, now: Timestamp) -> String {
    let seconds = end.since(now).as_secs();
    if seconds == 0 {
        return String::new();
    }
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
    let clock = format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60);
    if days == 0 { clock } else { format!("{days}{}{clock}", words.days) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    #[test]
    fn a_countdown_reads_like_a_clock_and_ends() {
        let zh = words(Locale::ZhCn);
        let at = |millis| Timestamp::from_unix_millis(millis);
        assert_eq!(countdown(zh, at(7_147_000), at(0)), "1:59:07");
        assert_eq!(countdown(zh, at(90_000_000), at(0)), "1天 1:00:00");
        assert_eq!(countdown(zh, at(5), at(5)), "");
    }
}
