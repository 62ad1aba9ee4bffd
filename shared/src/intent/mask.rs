//! Sensitive data in a text, made unreadable by one function that everything uses: before a message is stored, logged,
//! shown in a list or taken into a training file.
//!
//! Telephone and e-mail keep enough to be recognised by who knows them (`138****5678`, `z***@example.com`); identity
//! and card numbers keep their last four characters, as a bank prints them; of an address the first three characters
//! stay, which is a city and not a house.

use alloc::{borrow::Cow, string::String};

use crate::intent::{
    EntityType,
    scan::{Found, find},
};

/// `text` with every sensitive thing in it masked; borrowed when there is none.
///
/// # Examples
///
/// ```
/// use shared::intent::mask::mask;
/// assert_eq!(mask("我的电话13812345678，谢谢"), "我的电话138****5678，谢谢");
/// assert_eq!(mask("有货吗"), "有货吗");
/// ```
#[must_use]
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for found in find(text).into_iter().filter(|found| found.kind.is_sensitive()) {
        out.push_str(text.get(copied..found.start).unwrap_or_default());
        out.push_str(&masked(text, &found));
        copied = found.end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// The words of `found`, masked if they are sensitive.
#[must_use]
pub fn masked(text: &str, found: &Found) -> String {
    let words = text.get(found.start..found.end).unwrap_or_default();
    match found.kind {
        EntityType::Phone => stars(words, 3, 4),
        EntityType::IdCard | EntityType::BankCard => stars(words, 0, 4),
        EntityType::Email => match words.split_once('@') {
            Some((_, domain)) => stars(words, 1, domain.chars().count().saturating_add(1)),
            None => stars(words, 0, 0),
        },
        EntityType::Address => stars(words, 3, 0),
        EntityType::OrderNo
        | EntityType::Price
        | EntityType::PriceRange
        | EntityType::Date
        | EntityType::Time
        | EntityType::CouponCode
        | EntityType::Quantity
        | EntityType::Size
        | EntityType::Colour
        | EntityType::Product => words.into(),
    }
}

/// `words` with all but the first `head` and the last `tail` characters replaced by stars.
///
/// Always hides something: of a text too short for both ends, everything is hidden.
fn stars(words: &str, head: usize, tail: usize) -> String {
    let count = words.chars().count();
    let (head, tail) = if head.saturating_add(tail) < count { (head, tail) } else { (0, 0) };
    let tail_from = count.saturating_sub(tail);
    let mut out: String = words.chars().take(head).collect();
    out.extend(core::iter::repeat_n('*', tail_from.saturating_sub(head).min(4)));
    out.extend(words.chars().skip(tail_from));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_is_masked_as_people_know_it() {
        assert_eq!(mask("tel +86 138-1234-5678."), "tel +86****5678.");
        assert_eq!(mask("发到 zhang.san@example.com 吧"), "发到 z****@example.com 吧");
        assert_eq!(mask("身份证11010519491231002X"), "身份证****002X");
        assert_eq!(mask("卡号 4111 1111 1111 1111 对吗"), "卡号 ****1111 对吗");
        assert_eq!(mask("call (415) 555-0132 now"), "call (41****0132 now");
        assert_eq!(mask("寄到北京市朝阳区建国路88号3栋502室，谢谢"), "寄到北京市****，谢谢");
        assert_eq!(mask("ship to 221 Baker Street please"), "ship to 221**** please");
    }

    #[test]
    fn an_order_number_and_a_price_stay_readable() {
        assert_eq!(mask("订单81022292146付了¥1299"), "订单81022292146付了¥1299");
        // The right length for an identity card, with a wrong check digit.
        assert_eq!(mask("单号110105194912310021"), "单号110105194912310021");
    }

    proptest! {
        #[test]
        fn no_mobile_number_survives(before in "[^0-9a-zA-Z@.+-]{0,20}", number in "1[3-9][0-9]{9}", after in "[^0-9a-zA-Z@.+-]{0,20}") {
            let text = alloc::format!("{before}{number}{after}");
            prop_assert!(!mask(&text).contains(&number));
        }

        #[test]
        fn masking_twice_is_masking_once(text in "\\PC{0,80}") {
            let once = mask(&text).into_owned();
            prop_assert_eq!(mask(&once).into_owned(), once);
        }

        #[test]
        fn text_without_digits_or_at_signs_is_untouched(text in "[^0-9０-９@＠]{0,80}") {
            prop_assert!(matches!(mask(&text), Cow::Borrowed(_)));
        }
    }
}
