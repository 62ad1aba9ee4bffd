//! Ranges of money: two amounts and what lies between, or one amount with a bound.

use super::{
    Letters,
    money::{NUMERALS, SYMBOLS, UNITS, amount},
};
use crate::intent::EntityType;

const BETWEEN: &[&str] = &["-", "~", "到", "至", "—", "–", "～", " - ", " to ", " and "];
const BOUNDS: &[&str] = &["以内", "以下", "以上", "之内", "左右", "上下", "出头", "以內"];
const ENGLISH_BOUNDS: &[&str] = &[
    "under ",
    "below ",
    "over ",
    "above ",
    "around ",
    "about ",
    "less than ",
    "more than ",
    "up to ",
    "at most ",
    "no more than ",
    "between ",
    "from ",
];
/// A bare number below this with a bound is hours, metres or people as often as money.
const BARE_MIN: u64 = 100;

/// The range that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let first = letters.get(at);
    let length = if first.is_ascii_alphabetic() {
        (!letters.before(at).is_ascii_alphanumeric()).then(|| english(letters, at)).flatten()?
    } else if letters.before(at).is_ascii_digit() || letters.before(at) == '.' {
        return None;
    } else {
        two(letters, at).or_else(|| bounded(letters, at))?
    };
    Some((EntityType::PriceRange, length))
}

/// One amount as it is written.
struct Amount {
    /// Characters, currency included.
    length: usize,
    has_currency: bool,
    /// The whole units, where they are digits.
    value: u64,
}

fn one(letters: &Letters, at: usize) -> Option<Amount> {
    let symbol = usize::from(SYMBOLS.contains(&letters.get(at)));
    let from = at.saturating_add(symbol);
    let (digits, value) = if let Some(digits) = amount(letters, from) {
        (digits, letters.value(from, letters.digits(from, digits)))
    } else {
        let numerals = letters.run(from, 8, |c| NUMERALS.contains(c));
        let is_large = letters.run(from, numerals, |c| !matches!(c, '百' | '千' | '万')) < numerals;
        is_large.then_some((numerals, BARE_MIN))?
    };
    let end = from.saturating_add(digits);
    let unit = letters.longest(end, UNITS).unwrap_or(0);
    let length = symbol.saturating_add(digits).saturating_add(unit);
    Some(Amount { length, has_currency: symbol.saturating_add(unit) > 0, value })
}

/// `1000-2000元`, `500到800块`, `$100-$200`.
fn two(letters: &Letters, at: usize) -> Option<usize> {
    let low = one(letters, at)?;
    let mark = letters.longest(at.saturating_add(low.length), BETWEEN)?;
    let until = low.length.saturating_add(mark);
    let high = one(letters, at.saturating_add(until))?;
    // 「5到8块」 is money, "5 to 8" is not; a date or a number with hyphens has no currency.
    (high.has_currency || low.has_currency && low.value <= high.value)
        .then(|| until.saturating_add(high.length))
}

/// `3000以内`, `2000元左右`.
fn bounded(letters: &Letters, at: usize) -> Option<usize> {
    let only = one(letters, at)?;
    let bound = letters.longest(at.saturating_add(only.length), BOUNDS)?;
    (only.has_currency || only.value >= BARE_MIN).then(|| only.length.saturating_add(bound))
}

/// `under $300`, `between $100 and $200`.
fn english(letters: &Letters, at: usize) -> Option<usize> {
    let word = letters.longest(at, ENGLISH_BOUNDS)?;
    let from = at.saturating_add(word);
    if let Some(length) = two(letters, from) {
        return Some(word.saturating_add(length));
    }
    let only = one(letters, from)?;
    let is_pair = letters.says(at, "between") || letters.says(at, "from");
    (only.has_currency && !is_pair).then(|| word.saturating_add(only.length))
}
