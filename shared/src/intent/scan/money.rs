//! Amounts of money: a number with a currency before or after it, in digits or in Chinese numerals.

use super::Letters;
use crate::intent::EntityType;

/// Digits of an amount at most; a longer number is not a price.
const DIGITS_MAX: usize = 9;

pub(super) const SYMBOLS: &[char] = &['¥', '$', '€', '£'];
pub(super) const UNITS: &[&str] = &[
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
pub(super) const NUMERALS: &str = "一二两三四五六七八九十百千万几";

/// Words that a bare number of money follows, perhaps with one more word or mark between.
const NAMES: &[&str] = &[
    "金额",
    "总额",
    "价格",
    "价钱",
    "原价",
    "现价",
    "差价",
    "单价",
    "总价",
    "到手价",
    "应付",
    "实付",
    "付款",
    "支付",
    "付了",
    "花了",
    "卖",
    "只要",
    "才要",
    "买是",
    "买的是",
    "降到",
    "涨到",
    "变成",
    "便宜了",
    "降了",
    "优惠了",
    "退款",
    "返",
    "减了",
    "仅需",
    "price",
    "paid",
    "total",
    "cost",
    "amount",
    "金額",
    "差價",
];
const LINKS: &[char] = &[':', '是', '为', '了', '¥', ' ', '到', '$'];
const LINKS_MAX: usize = 3;
/// Behind these a number is something else than money.
const MEASURED: &str = "寸英米厘毫克千升次天个件号码折%款期年月日小分秒人点倍只瓶包盒条双张台部斤gkmlwhGKMLWHtT:：-*xX+=.";

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
        return match letters.longest(at.saturating_add(amount), UNITS) {
            Some(unit) => Some((EntityType::Price, amount.saturating_add(unit))),
            None => bare(letters, at, amount).then_some((EntityType::Price, amount)),
        };
    }
    if NUMERALS.contains(first) && !NUMERALS.contains(before) {
        let amount = letters.run(at, DIGITS_MAX, |c| NUMERALS.contains(c));
        let unit = letters.longest(at.saturating_add(amount), &["块钱", "元", "块", "塊"])?;
        return Some((EntityType::Price, amount.saturating_add(unit)));
    }
    None
}

/// Whether the number of `length` characters at `at` is money without saying in which currency.
fn bare(letters: &Letters, at: usize, length: usize) -> bool {
    // Two decimals are cents, unless it is a version; after hundreds they are, whatever stands beside them: nobody
    // measures 816.99 inches, or counts days to the hundredth.
    let whole = letters.digits(at, length);
    let cents = letters.get(at.saturating_add(whole)) == '.' && whole.saturating_add(3) == length;
    let after = letters.get(at.saturating_add(length));
    if cents && 3 <= whole && !matches!(after, '%' | '.') {
        return true;
    }
    if MEASURED.contains(after) || !(2..=DIGITS_MAX).contains(&length) {
        return false;
    }
    if cents
        && !letters.before(at).is_ascii_alphanumeric()
        && !letters.said_before(at, 4, &["版本", "version"])
    {
        return true;
    }
    (0..=LINKS_MAX).any(|links| {
        let Some(from) = at.checked_sub(links) else { return false };
        let linked = letters.run(from, links, |c| LINKS.contains(&c)) == links;
        let named = |name: &&str| {
            from.checked_sub(name.chars().count()).is_some_and(|start| letters.says(start, name))
        };
        linked && NAMES.iter().any(named)
    })
}

/// Characters of `1299`, `1,299` and `12.50` at `at`.
pub(super) fn amount(letters: &Letters, at: usize) -> Option<usize> {
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
