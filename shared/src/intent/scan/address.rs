//! Postal addresses: Chinese ones from the largest part to the door, English ones from the house number to the street.
//!
//! Only what ends at a house is an address; a city alone names no person. Where one may begin is limited (the start of
//! a text, behind a mark or a word such as 「寄到」, at a province's name), so that the words before it stay readable.

use super::Letters;
use crate::intent::EntityType;

/// Characters of an address at most.
const CHARS_MAX: usize = 60;
/// Within so many characters of the start of a sentence an address may still be announced.
const LEAD_MAX: usize = 6;

/// What stands before the first number: a road, a village, an estate. 「3号」 behind anything else is a day.
const ROADS: &[&str] = &[
    "路", "街", "巷", "弄", "村", "园", "苑", "厦", "寓", "坊", "胡同", "大道", "小区", "街道",
    "社区", "组", "園", "廈",
];
const DOORS: &[&str] = &[
    "号楼", "号院", "单元", "号", "弄", "栋", "幢", "座", "室", "楼", "层", "组", "號", "樓",
    "單元", "棟", "層",
];
/// Words that an address follows.
const BEFORE: &[&str] = &[
    "地址",
    "寄到",
    "送到",
    "发到",
    "到",
    "在",
    "住",
    "是",
    "为",
    "改成",
    "寄往",
    "发往",
    "收货",
    "地址是",
    "寄",
    "往",
];
/// Provinces, regions and the four municipalities, as they begin an address.
const PROVINCES: &[&str] = &[
    "北京",
    "上海",
    "天津",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "深圳",
    "广州",
    "杭州",
    "成都",
    "武汉",
    "南京",
    "苏州",
    "西安",
];
const STREETS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "lane",
    "ln",
    "drive",
    "dr",
    "boulevard",
    "blvd",
    "court",
    "ct",
    "place",
    "pl",
    "terrace",
    "pkwy",
    "parkway",
    "square",
    "close",
    "crescent",
];
/// Words that no street is called by.
const NO_NAMES: &[&str] = &[
    "a", "an", "the", "on", "in", "of", "at", "to", "for", "per", "my", "our", "your", "day",
    "days", "week", "weeks", "month", "months", "hour", "hours", "minutes", "year", "years", "and",
    "or", "items", "people", "times",
];
/// Words between the house number and the kind of street.
const STREET_WORDS_MAX: usize = 4;

/// The address that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let first = letters.get(at);
    let length = if first.is_ascii_digit() { english(letters, at)? } else { chinese(letters, at)? };
    Some((EntityType::Address, length))
}

/// `北京市朝阳区建国路88号3栋502室`.
fn chinese(letters: &Letters, at: usize) -> Option<usize> {
    if !is_han(letters.get(at)) || !may_begin(letters, at) {
        return None;
    }
    let run = letters.run(at, CHARS_MAX, |c| is_han(c) || c.is_ascii_alphanumeric() || c == '-');
    let is_road = |place: usize| {
        ROADS.iter().any(|road| {
            let from = place.checked_sub(road.chars().count());
            from.is_some_and(|from| from > 0 && letters.says(at.saturating_add(from), road))
        })
    };
    let mut end: Option<usize> = None;
    let mut place = 1;
    while place < run {
        let here = at.saturating_add(place);
        let digits = letters.run(here, 5, |c| c.is_ascii_digit() || c == '-');
        let door = letters.longest(here.saturating_add(digits), DOORS).filter(|_| digits > 0);
        let goes_on = end.is_some() || is_road(place);
        let next = place.saturating_add(digits.max(1));
        if let Some(door) = door.filter(|_| goes_on) {
            place = place.saturating_add(digits).saturating_add(door);
            end = Some(place);
        } else {
            // A room's bare number right behind the door.
            if digits >= 3 && end == Some(place) {
                end = Some(next);
            }
            place = next;
        }
    }
    end
}

/// Whether an address may begin at `at`.
fn may_begin(letters: &Letters, at: usize) -> bool {
    let before = letters.before(at);
    let open = !is_han(before) && !before.is_ascii_alphanumeric();
    let starts = letters.longest(at, BEFORE).is_some();
    let follows = BEFORE.iter().any(|word| {
        let length = word.chars().count();
        at.checked_sub(length).is_some_and(|from| letters.says(from, word))
    });
    // 「我住解放路」 begins behind the word, not before it.
    let comes =
        || (1..=LEAD_MAX).any(|lead| letters.longest(at.saturating_add(lead), BEFORE).is_some());
    letters.longest(at, PROVINCES).is_some() || !starts && (follows || open && !comes())
}

/// `221 Baker Street`.
fn english(letters: &Letters, at: usize) -> Option<usize> {
    if letters.before(at).is_ascii_alphanumeric()
        || matches!(letters.before(at), '.' | ',' | '$' | '#' | '-')
    {
        return None;
    }
    let number = letters.digits(at, 6);
    let lettered = usize::from(letters.get(at.saturating_add(number)).is_ascii_alphabetic());
    let mut length = number.saturating_add(lettered);
    if number > 5 {
        return None;
    }
    for words in 0..=STREET_WORDS_MAX {
        let from = at.saturating_add(length);
        if letters.get(from) != ' ' {
            return None;
        }
        let from = from.saturating_add(1);
        let word = letters.run(from, 20, |c| c.is_ascii_alphabetic() || c == '\'');
        if word == 0 {
            return None;
        }
        length = length.saturating_add(1).saturating_add(word);
        if letters.longest(from, NO_NAMES) == Some(word) {
            return None;
        }
        let kind = letters.longest(from, STREETS) == Some(word);
        if kind && words > 0 {
            return Some(length);
        }
    }
    None
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
