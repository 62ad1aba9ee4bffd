//! Coupon and promotion codes: a word of capitals and digits behind the word for it.

use super::Letters;
use crate::intent::EntityType;

const NAMES: &[&str] = &[
    "优惠码",
    "优惠券码",
    "折扣码",
    "券码",
    "兑换码",
    "口令",
    "優惠碼",
    "折扣碼",
    "promo code",
    "coupon code",
    "discount code",
    "coupon",
    "voucher",
    "code",
];

/// How far before a code its name may stand, in characters: `my code is: SAVE10`.
const NAME_REACH: usize = 16;

/// The code that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    if !letters.get(at).is_ascii_alphanumeric() || letters.before(at).is_ascii_alphanumeric() {
        return None;
    }
    let length = letters.run(at, 21, |c| c.is_ascii_alphanumeric() || c == '-');
    let has = |wanted: fn(char) -> bool| {
        (at..at.saturating_add(length)).any(|place| wanted(letters.get(place)))
    };
    // A word in small letters is a word.
    let coded = has(|c| c.is_ascii_alphabetic()) && !has(|c| c.is_ascii_lowercase())
        || has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_alphabetic());
    let fits = (4..=20).contains(&length) && coded && letters.said_before(at, NAME_REACH, NAMES);
    fits.then_some((EntityType::CouponCode, length))
}
