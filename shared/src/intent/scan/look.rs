//! How a thing looks and fits: sizes of clothes and shoes, and colours.

use super::Letters;
use crate::intent::EntityType;

const SIZE_WORDS: &[&str] = &[
    "均码",
    "大一号",
    "小一号",
    "大一码",
    "小一码",
    "大两号",
    "小两号",
    "加大码",
    "特大号",
    "中号",
    "大号",
    "小号",
    "大码",
    "中码",
    "小码",
    "均碼",
    "大一號",
    "小一號",
];
const LETTER_SIZES: &[&str] =
    &["xxxxl", "xxxl", "xxl", "xl", "xxs", "xs", "5xl", "4xl", "3xl", "2xl", "l", "m", "s"];
const SIZE_SYSTEMS: &[&str] = &["size ", "uk ", "us ", "eu ", "uk", "eu"];

const COLOURS: &[&str] = &[
    "黑色",
    "白色",
    "红色",
    "蓝色",
    "绿色",
    "黄色",
    "灰色",
    "粉色",
    "紫色",
    "橙色",
    "棕色",
    "米色",
    "金色",
    "银色",
    "咖色",
    "咖啡色",
    "卡其色",
    "藏青色",
    "藏蓝色",
    "深蓝色",
    "浅蓝色",
    "天蓝色",
    "深灰色",
    "浅灰色",
    "深色",
    "浅色",
    "粉红色",
    "玫红色",
    "酒红色",
    "墨绿色",
    "军绿色",
    "香槟色",
    "玫瑰金",
    "粉红",
    "深蓝",
    "浅蓝",
    "深灰",
    "浅灰",
    "酒红",
    "墨绿",
    "藏青",
    "紅色",
    "藍色",
    "綠色",
    "黃色",
    "銀色",
];
const ENGLISH_COLOURS: &[&str] = &[
    "black",
    "white",
    "red",
    "blue",
    "green",
    "yellow",
    "grey",
    "gray",
    "pink",
    "purple",
    "orange",
    "brown",
    "beige",
    "gold",
    "silver",
    "navy",
    "cream",
    "khaki",
    "rose gold",
    "navy blue",
    "teal",
    "burgundy",
    "turquoise",
];
const SHADES: &[&str] = &["dark ", "light ", "bright ", "pale ", "deep "];

/// The size or colour that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    size(letters, at)
        .map(|length| (EntityType::Size, length))
        .or_else(|| colour(letters, at).map(|length| (EntityType::Colour, length)))
}

fn size(letters: &Letters, at: usize) -> Option<usize> {
    if let Some(length) = letters.longest(at, SIZE_WORDS) {
        return Some(length);
    }
    if letters.before(at).is_ascii_alphanumeric() {
        return None;
    }
    let end = |length: usize| at.saturating_add(length);
    let coded =
        |length: usize| usize::from(matches!(letters.get(end(length)), '码' | '號' | '号' | '碼'));
    if let Some(length) = letters.longest(at, SIZE_SYSTEMS) {
        let number = letters.digits(end(length), 3);
        let closed = !letters.get(end(length.saturating_add(number))).is_ascii_alphanumeric();
        if (1..=2).contains(&number) && closed {
            return Some(length.saturating_add(number));
        }
    }
    if let Some(length) = letters.longest(at, LETTER_SIZES) {
        // One letter is a size where it is a capital, or where it says so.
        let says_so = coded(length);
        let open = letters.get(end(length)).is_ascii_alphanumeric();
        let sure = length > 1 || says_so == 1;
        return (!open && sure && !matches!(letters.get(end(length)), '-' | '\''))
            .then(|| length.saturating_add(says_so));
    }
    let number = letters.digits(at, 4);
    let is_size = matches!(letters.get(end(number)), '码' | '碼');
    ((2..=3).contains(&number) && is_size).then(|| number.saturating_add(1))
}

fn colour(letters: &Letters, at: usize) -> Option<usize> {
    if let Some(length) = letters.longest(at, COLOURS) {
        return Some(length);
    }
    if !letters.get(at).is_ascii_alphabetic() || letters.before(at).is_ascii_alphanumeric() {
        return None;
    }
    let shade = letters.longest(at, SHADES).unwrap_or(0);
    let length = letters
        .longest(at.saturating_add(shade), ENGLISH_COLOURS)
        .map(|colour| colour.saturating_add(shade))?;
    (!letters.get(at.saturating_add(length)).is_ascii_alphanumeric()).then_some(length)
}
