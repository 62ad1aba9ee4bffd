//! How many of something: a number with a measure word.

use super::Letters;
use crate::intent::EntityType;

/// Digits of a count at most; nobody buys a million.
const DIGITS_MAX: usize = 5;

const NUMERALS: &str = "一二两三四五六七八九十百几兩";
const MEASURES: &[&str] = &[
    "件", "台", "部", "双", "条", "盒", "箱", "包", "袋", "瓶", "套", "支", "只", "张", "本", "把",
    "斤", "公斤", "千克", "对", "个", "款", "份", "提", "罐", "桶", "束", "顶", "副", "辆", "雙",
    "條", "個", "張",
];
/// What 「个」 counts that is not for sale.
const NOT_GOODS: &[&str] = &[
    "月",
    "星期",
    "礼拜",
    "小时",
    "钟头",
    "人",
    "问题",
    "电话",
    "地方",
    "字",
    "意思",
    "情况",
    "办法",
    "工作日",
    "多",
    "小時",
    "禮拜",
];
const ENGLISH_MEASURES: &[&str] = &[
    " pieces", " piece", " pcs", "pcs", " pairs", " pair", " boxes", " box", " units", " packs",
    " pack", " bottles", " bags", " sets", " items",
];

/// The count that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let first = letters.get(at);
    let before = letters.before(at);
    let length = if first.is_ascii_digit() && !before.is_ascii_alphanumeric() && before != '.' {
        let digits = letters.digits(at, DIGITS_MAX.saturating_add(1));
        (digits <= DIGITS_MAX).then(|| measured(letters, at, digits)).flatten()?
    } else if NUMERALS.contains(first)
        && !NUMERALS.contains(before)
        && !matches!(before, '第' | '哪' | '这' | '那')
    {
        let numerals = letters.run(at, DIGITS_MAX, |c| NUMERALS.contains(c));
        // 「一个」 is an article.
        let article = numerals == 1
            && first == '一'
            && matches!(letters.get(at.saturating_add(1)), '个' | '個' | '款');
        (!article).then(|| measured(letters, at, numerals)).flatten()?
    } else if matches!(first, 'x' | 'X') && !before.is_ascii_alphanumeric() {
        let digits = letters.digits(at.saturating_add(1), 4);
        let open = letters.get(at.saturating_add(digits).saturating_add(1)).is_ascii_alphanumeric();
        ((1..=3).contains(&digits) && !open).then(|| digits.saturating_add(1))?
    } else {
        return None;
    };
    Some((EntityType::Quantity, length))
}

/// The number of `length` characters at `at` with its measure word.
fn measured(letters: &Letters, at: usize, length: usize) -> Option<usize> {
    let unit_at = at.saturating_add(length);
    let chinese = letters
        .longest(unit_at, MEASURES)
        .filter(|unit| letters.longest(unit_at.saturating_add(*unit), NOT_GOODS).is_none());
    let unit = chinese.or_else(|| {
        letters
            .longest(unit_at, ENGLISH_MEASURES)
            .filter(|unit| !letters.get(unit_at.saturating_add(*unit)).is_ascii_alphanumeric())
    })?;
    Some(length.saturating_add(unit))
}
