//! Amounts of money: a number with a currency before or after it, in digits or in Chinese numerals.

use super::Letters;
use crate::intent::EntityType;

/// Digits of an amount at most; a longer number is not a price.
const DIGITS_MAX: usize = 9;

const SYMBOLS: &[char] = &['¥', '$', '€', '£'];
const UNITS: &[&str] = &[
    "元",
    "块",
    "块钱",
    "元钱",
    "塊",
    "塊錢",
    "圆",
    "rmb",
    "人民币",
    "万元",
    "千元",
    "k元",
    "刀",
    "美元",
    "港币",
    " rmb",
    " yuan",
    "yuan",
    " dollars",
    " dollar",
    " bucks",
    " usd",
    "usd",
    " euros",
    " eur",
    " pounds",
];
const NUMERALS: &str = "一二两三四五六七八九十百千万几";

/// The amount that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let first = letters.get(at);
    if SYMBOLS.contains(&first) {
        let from = letters.run(at.saturating_add(1), 1, |c| c == ' ').saturating_add(1);
        let amount = amount(letters, at.saturating_add(from))?;
        let end = from.saturating_add(amount);
        // 「¥100元」 is one amount.
        let unit = letters.longest(at.saturating_add(end), UNITS).unwrap_or(0);
        return Some((EntityType::Price, end.saturating_add(unit)));
    }
    let before = letters.before(at);
    if first.is_ascii_digit() && !before.is_ascii_digit() && before != '.' {
        let amount = amount(letters, at)?;
        let unit = letters.longest(at.saturating_add(amount), UNITS)?;
        return Some((EntityType::Price, amount.saturating_add(unit)));
    }
    if NUMERALS.contains(first) && !NUMERALS.contains(before) {
        let amount = letters.run(at, DIGITS_MAX, |c| NUMERALS.contains(c));
        let unit = letters.longest(at.saturating_add(amount), &["块钱", "元", "块", "塊"])?;
        return Some((EntityType::Price, amount.saturating_add(unit)));
    }
    None
}

/// Characters of `1299`, `1,299` and `12.50` at `at`.
fn amount(letters: &Letters, at: usize) -> Option<usize> {
    let mut length = letters.digits(at, DIGITS_MAX.saturating_add(1));
    if !(1..=DIGITS_MAX).contains(&length) {
        return None;
    }
    loop {
        let mark = at.saturating_add(length);
        let digits = letters.digits(mark.saturating_add(1), 4);
        let goes_on = match letters.get(mark) {
            ',' => digits == 3,
            '.' => (1..=2).contains(&digits),
            _ => false,
        };
        if !goes_on || length > 2 * DIGITS_MAX {
            return Some(length);
        }
        length = length.saturating_add(digits).saturating_add(1);
    }
}
