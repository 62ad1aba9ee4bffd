//! Numbers that stand for a person or an order: identity card, payment card, telephone, order.
//!
//! Checked, not guessed: an identity number has a birth date and a check digit (GB 11643-1999), a card number an
//! issuer's prefix and a Luhn digit (ISO/IEC 7812), a mainland mobile number eleven digits from 13 to 19. What
//! remains and is long is an order.

use super::Letters;
use crate::intent::EntityType;

/// Digits that one number may have before we stop reading it.
const DIGITS_MAX: usize = 40;
/// Digits from which on a bare number is an order number.
const ORDER_DIGITS_MIN: usize = 10;
/// Digits from which on a number is an order number where the words before it say so.
const NAMED_ORDER_DIGITS_MIN: usize = 4;
/// How far before a number its name may stand, in characters.
const NAME_REACH: usize = 10;

const ORDER_NAMES: &[&str] = &[
    "订单",
    "单号",
    "订单号",
    "运单",
    "快递单",
    "訂單",
    "單號",
    "order",
    "purchase",
    "tracking",
    "parcel",
    "#",
];

/// Digits with single separators between their groups.
struct Grouped {
    digits: [u8; 20],
    count: usize,
    groups: [usize; 6],
    group_count: usize,
    /// Characters from the first digit to the last.
    length: usize,
}

/// A number that exposes a person, beginning at `at`.
pub(super) fn scan_sensitive(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let first = letters.get(at);
    if first == '+' {
        return international(letters, at);
    }
    if first == '(' {
        return area_in_brackets(letters, at);
    }
    if !first.is_ascii_digit() || letters.before(at).is_ascii_digit() {
        return None;
    }
    let digits = letters.digits(at, DIGITS_MAX);
    if let Some(length) = identity_card(letters, at, digits) {
        return Some((EntityType::IdCard, length));
    }
    plain_number(letters, at, digits).or_else(|| grouped_number(letters, at))
}

/// An order or parcel number beginning at `at`.
pub(super) fn scan_order(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    if !letters.get(at).is_ascii_digit() || letters.before(at).is_ascii_digit() {
        return None;
    }
    let digits = letters.digits(at, DIGITS_MAX);
    // 「订单2232.50」 is what the order cost.
    let after = at.saturating_add(digits);
    if letters.get(after) == '.' && letters.digits(after.saturating_add(1), 1) == 1 {
        return None;
    }
    let named =
        digits >= NAMED_ORDER_DIGITS_MIN && letters.said_before(at, NAME_REACH, ORDER_NAMES);
    (digits >= ORDER_DIGITS_MIN || named).then_some((EntityType::OrderNo, digits))
}

/// Seventeen digits and a check character, with a possible birth date in between.
fn identity_card(letters: &Letters, at: usize, digits: usize) -> Option<usize> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let last = letters.get(at.saturating_add(17)).to_ascii_uppercase();
    if !(digits == 18 || digits == 17 && last == 'X') {
        return None;
    }
    let (year, month, day) = (
        letters.value(at.saturating_add(6), 4),
        letters.value(at.saturating_add(10), 2),
        letters.value(at.saturating_add(12), 2),
    );
    if !(1900..=2100).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let sum = WEIGHTS
        .iter()
        .enumerate()
        .filter_map(|(i, weight)| {
            Some(letters.get(at.saturating_add(i)).to_digit(10)?.saturating_mul(*weight))
        })
        .fold(0_u32, u32::saturating_add);
    let check = usize::try_from(sum.checked_rem(11)?).ok()?;
    (CHECKS.get(check) == Some(&last)).then_some(18)
}

/// A number without separators: a mobile number or a card.
fn plain_number(letters: &Letters, at: usize, digits: usize) -> Option<(EntityType, usize)> {
    let country = match digits {
        11 => 0,
        13 if letters.says(at, "86") => 2,
        15 if letters.says(at, "0086") => 4,
        _ => {
            let grouped = read_groups(letters, at)?;
            let alone = grouped.groups.first() == Some(&digits);
            return (alone && is_card(grouped.digits.get(..digits)?))
                .then_some((EntityType::BankCard, digits));
        }
    };
    let first = at.saturating_add(country);
    let mobile =
        letters.get(first) == '1' && matches!(letters.get(first.saturating_add(1)), '3'..='9');
    mobile.then_some((EntityType::Phone, digits))
}

/// A number in groups: `138-1234-5678`, `010-62345678`, `400-800-1234`, `415-555-0132`, `6222 0000 ...`.
fn grouped_number(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let grouped = read_groups(letters, at)?;
    let digits = grouped.digits.get(..grouped.count)?;
    let groups = grouped.groups.get(..grouped.group_count)?;
    if is_card(digits) && groups.iter().rev().skip(1).all(|group| matches!(group, 4 | 6)) {
        return Some((EntityType::BankCard, grouped.length));
    }
    let phone = match groups {
        [3, 4, 4] => matches!(digits, [1, 3..=9, ..]),
        [3 | 4, 7 | 8] => digits.first() == Some(&0),
        [3, 3, 4] => !matches!(digits, [0 | 1, ..]),
        [3, 4, 3] => digits.starts_with(&[4, 0, 0]) || digits.starts_with(&[8, 0, 0]),
        _ => false,
    };
    phone.then_some((EntityType::Phone, grouped.length))
}

/// `+86 138 1234 5678`: a plus, then 8 to 15 digits (ITU-T E.164).
fn international(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let grouped = read_groups(letters, at.saturating_add(1))?;
    let sized = (8..=15).contains(&grouped.count);
    sized.then_some((EntityType::Phone, grouped.length.saturating_add(1)))
}

/// `(415) 555-0132` and `(010)62345678`.
fn area_in_brackets(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    let area = letters.digits(at.saturating_add(1), 5);
    let close = at.saturating_add(area).saturating_add(1);
    if !(3..=4).contains(&area) || letters.get(close) != ')' {
        return None;
    }
    let mut rest = close.saturating_add(1);
    if letters.get(rest) == ' ' {
        rest = rest.saturating_add(1);
    }
    let grouped = read_groups(letters, rest)?;
    let end = rest.saturating_add(grouped.length);
    matches!(grouped.count, 7 | 8).then_some((EntityType::Phone, end.saturating_sub(at)))
}

/// Reads groups of digits with one space or hyphen between them.
fn read_groups(letters: &Letters, from: usize) -> Option<Grouped> {
    let mut grouped =
        Grouped { digits: [0; 20], count: 0, groups: [0; 6], group_count: 0, length: 0 };
    let mut at = from;
    while let Some(group) = grouped.groups.get_mut(grouped.group_count) {
        let digits = letters.digits(at, DIGITS_MAX);
        let end = grouped.count.saturating_add(digits);
        if digits == 0 || end > grouped.digits.len() {
            break;
        }
        *group = digits;
        let places = grouped.digits.iter_mut().skip(grouped.count).take(digits);
        for (offset, place) in places.enumerate() {
            let digit = letters.get(at.saturating_add(offset)).to_digit(10)?;
            *place = u8::try_from(digit).ok()?;
        }
        grouped.count = end;
        grouped.group_count = grouped.group_count.saturating_add(1);
        at = at.saturating_add(digits);
        grouped.length = at.saturating_sub(from);
        if !matches!(letters.get(at), ' ' | '-') {
            break;
        }
        at = at.saturating_add(1);
    }
    (grouped.count > 0).then_some(grouped)
}

/// Whether `digits` are a payment card number: an issuer's prefix, its length, and the Luhn digit.
fn is_card(digits: &[u8]) -> bool {
    let length_fits = match digits {
        [6, 2, ..] => (16..=19).contains(&digits.len()),
        [4, ..] => matches!(digits.len(), 13 | 16 | 19),
        [3, 4 | 7, ..] => digits.len() == 15,
        [5, 1..=5, ..] | [2, 2..=7, ..] | [3, 5, ..] | [6, 0 | 5, ..] => digits.len() == 16,
        _ => false,
    };
    length_fits && luhn(digits)
}

/// The Luhn check: every second digit from the right doubled, the sum of all digits a multiple of ten.
fn luhn(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().fold(0_u32, |sum, (place, digit)| {
        let doubled = if place & 1 == 1 { digit.saturating_mul(2) } else { *digit };
        let counted = if doubled > 9 { doubled.saturating_sub(9) } else { doubled };
        sum.saturating_add(u32::from(counted))
    });
    sum.checked_rem(10) == Some(0)
}
