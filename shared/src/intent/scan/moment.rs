//! Days and times of day, absolute (`2026-11-22`, `11月22号`, `16:07`) and relative (`昨天`, `下周三`, `next monday`).

use super::Letters;
use crate::intent::EntityType;

const DAYS: &[&str] = &[
    "今天",
    "明天",
    "后天",
    "大后天",
    "昨天",
    "前天",
    "大前天",
    "今晚",
    "明晚",
    "明早",
    "昨晚",
    "今早",
    "後天",
    "月底",
    "月初",
    "年底",
    "上个月",
    "下个月",
    "这个月",
    "上周",
    "下周",
    "这周",
    "本周",
    "上星期",
    "下星期",
    "上午",
    "周末",
    "年前",
    "年后",
];
const WEEKDAY_MARKS: &[&str] = &[
    "上周",
    "下周",
    "这周",
    "本周",
    "周",
    "星期",
    "礼拜",
    "上星期",
    "下星期",
    "下礼拜",
    "上礼拜",
    "下下周",
    "週",
    "下週",
    "上週",
    "這週",
];
const WEEKDAYS: &str = "一二三四五六日天";
const ENGLISH_DAYS: &[&str] = &[
    "today",
    "tomorrow",
    "yesterday",
    "tonight",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "next week",
    "last week",
    "this week",
    "next month",
    "last month",
    "this weekend",
    "next weekend",
];
const ENGLISH_MARKS: &[&str] = &["next ", "last ", "this "];
const DAY_PARTS: &[&str] = &["上午", "下午", "晚上", "中午", "凌晨", "早上", "傍晚"];

/// The day or time that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let first = letters.get(at);
    if first.is_ascii_digit() {
        if letters.before(at).is_ascii_digit() {
            return None;
        }
        return date(letters, at)
            .map(|length| (EntityType::Date, length))
            .or_else(|| clock(letters, at).map(|length| (EntityType::Time, length)));
    }
    // 「晚上21:35」 needs no part of the day to be a time, 「下午3点」 does.
    if let Some(part) = letters.longest(at, DAY_PARTS)
        && let Some(time) = clock(letters, at.saturating_add(part))
        && !letters.says(
            at.saturating_add(part).saturating_add(letters.digits(at.saturating_add(part), 2)),
            ":",
        )
    {
        return Some((EntityType::Time, part.saturating_add(time)));
    }
    relative(letters, at).map(|length| (EntityType::Date, length))
}

/// `2026-11-22`, `2026年11月22日`, `11月22号`, `22号`.
fn date(letters: &Letters, at: usize) -> Option<usize> {
    let digits = letters.digits(at, 5);
    let mark = letters.get(at.saturating_add(digits));
    match (digits, mark) {
        (4, '-' | '/' | '.' | '年') if (1900..=2100).contains(&letters.value(at, 4)) => {
            let rest = month_and_day(
                letters,
                at.saturating_add(5),
                if mark == '年' { '月' } else { mark },
            )?;
            Some(rest.saturating_add(5))
        }
        (1 | 2, '月') => month_and_day(letters, at, '月'),
        (1 | 2, '号' | '號' | '日') if (1..=31).contains(&letters.value(at, digits)) => {
            Some(digits.saturating_add(1))
        }
        _ => None,
    }
}

/// `11-22`, `11月22`, with the day's own mark.
fn month_and_day(letters: &Letters, at: usize, between: char) -> Option<usize> {
    let month = letters.digits(at, 3);
    let day_at = at.saturating_add(month).saturating_add(1);
    let day = letters.digits(day_at, 3);
    let fits = (1..=2).contains(&month)
        && letters.get(at.saturating_add(month)) == between
        && (1..=2).contains(&day)
        && (1..=12).contains(&letters.value(at, month))
        && (1..=31).contains(&letters.value(day_at, day));
    let marked = usize::from(matches!(letters.get(day_at.saturating_add(day)), '日' | '号' | '號'));
    fits.then(|| month.saturating_add(1).saturating_add(day).saturating_add(marked))
}

/// `16:07`, `16:07:30`, `3点`, `3点半`, `3点20分`, `5pm`.
fn clock(letters: &Letters, at: usize) -> Option<usize> {
    let hour = letters.digits(at, 3);
    if !(1..=2).contains(&hour) || letters.value(at, hour) > 24 {
        return None;
    }
    let after = at.saturating_add(hour);
    let next = after.saturating_add(1);
    let length = match letters.get(after) {
        ':' if letters.digits(next, 3) == 2 => {
            let seconds = letters.get(next.saturating_add(2)) == ':'
                && letters.digits(next.saturating_add(3), 3) == 2;
            if seconds { 6 } else { 3 }
        }
        '点' | '點' => match letters.get(next) {
            '半' | '钟' | '鐘' => 2,
            _ => {
                let minutes = letters.digits(next, 3);
                let named =
                    usize::from(minutes > 0 && letters.get(next.saturating_add(minutes)) == '分');
                if minutes <= 2 { minutes.saturating_add(named).saturating_add(1) } else { 1 }
            }
        },
        _ => {
            let half = letters.longest(after, &["am", "pm", " am", " pm"])?;
            let open = letters.get(after.saturating_add(half)).is_ascii_alphanumeric();
            return (!open).then(|| hour.saturating_add(half));
        }
    };
    Some(hour.saturating_add(length))
}

/// `昨天`, `下周三`, `next monday`.
fn relative(letters: &Letters, at: usize) -> Option<usize> {
    if letters.get(at).is_ascii_alphabetic() {
        if letters.before(at).is_ascii_alphanumeric() {
            return None;
        }
        let mark = letters.longest(at, ENGLISH_MARKS).unwrap_or(0);
        let alone = letters.longest(at, ENGLISH_DAYS);
        let marked = letters
            .longest(at.saturating_add(mark), ENGLISH_DAYS)
            .map(|day| day.saturating_add(mark));
        let length = alone.max(marked)?;
        let open = letters.get(at.saturating_add(length)).is_ascii_alphanumeric();
        return (!open).then_some(length);
    }
    let weekday = letters.longest(at, WEEKDAY_MARKS).and_then(|mark| {
        WEEKDAYS.contains(letters.get(at.saturating_add(mark))).then(|| mark.saturating_add(1))
    });
    weekday
        .or_else(|| letters.longest(at, DAYS).filter(|_| letters.longest(at, &["上午"]).is_none()))
}
